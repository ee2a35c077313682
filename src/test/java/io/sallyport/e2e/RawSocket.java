package io.sallyport.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes as they are, and reads until the other side closes. */
final class RawSocket {

    private static final int LIMIT_MILLIS = 30_000;

    private RawSocket() {}

    /** Over TCP. */
    static String exchange(int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return exchange(socket, bytes);
        }
    }

    /** Over TLS, or whatever the socket is. */
    static String exchange(Socket socket, byte[] bytes) throws IOException {
        socket.setSoTimeout(LIMIT_MILLIS);
        StringBuilder answer = new StringBuilder();
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("neither answered nor closed; so far: " + answer, e);
        } catch (IOException e) {
            return answer.toString();
        }
        return answer.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
