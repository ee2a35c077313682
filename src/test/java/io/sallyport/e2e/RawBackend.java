package io.sallyport.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A plaintext backend on loopback that serves each connection by a script, on a thread of its own. */
final class RawBackend implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final Script script;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    /** What one connection does; it is closed afterwards. */
    interface Script {
        /** @param number of the connection, from 1 */
        void serve(Wire wire, int number) throws IOException;
    }

    RawBackend(Script script) throws IOException {
        this.script = script;
        thread(this::accept);
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "raw-backend");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                thread(() -> serve(socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            script.serve(new Wire(socket), number);
        } catch (IOException e) {
            // The gateway ended the connection, or the test did.
        } finally {
            sockets.remove(socket);
        }
    }

    int connections() {
        return connections.get();
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
