package io.sallyport.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** An HTTP/2 client without TLS that writes and reads frames one by one, whatever the protocol says. */
final class Http2Wire implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int LIMIT_MILLIS = 60_000;

    private final Socket socket = new Socket();
    private final DataOutputStream out;
    private final DataInputStream in;

    /** A frame as it came. */
    record Frame(int type, int flags, int stream, byte[] payload) {

        /** The error code of RST_STREAM and GOAWAY. */
        int code() {
            int at = type == GOAWAY ? 4 : 0;
            return ((payload[at] & 0xff) << 24)
                    | ((payload[at + 1] & 0xff) << 16)
                    | ((payload[at + 2] & 0xff) << 8)
                    | (payload[at + 3] & 0xff);
        }
    }

    /** Connects without a word. */
    Http2Wire(int port) throws IOException {
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(LIMIT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
    }

    /** Connects, with preface and empty SETTINGS. */
    static Http2Wire open(int port) throws IOException {
        return new Http2Wire(port).raw(PREFACE).frame(SETTINGS, 0, 0);
    }

    Http2Wire raw(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Http2Wire frame(int type, int flags, int stream, byte... payload) throws IOException {
        out.write(bytes(type, flags, stream, payload));
        return this;
    }

    static byte[] bytes(int type, int flags, int stream, byte... payload) {
        int length = payload.length;
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(
                new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length, (byte) type, (byte) flags});
        frame.writeBytes(
                new byte[] {(byte) (stream >> 24), (byte) (stream >> 16), (byte) (stream >> 8), (byte) stream});
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** The head of a GET or POST for {@code shop.example.com} in HPACK (RFC 7541), with more of it as it is. */
    static byte[] head(boolean post, byte... more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {(byte) (post ? 0x83 : 0x82), (byte) 0x86, (byte) 0x84, 0x01, 16});
        block.writeBytes("shop.example.com".getBytes(StandardCharsets.ISO_8859_1));
        block.writeBytes(more);
        return block.toByteArray();
    }

    /** Reads on to a frame of this kind. */
    Frame until(Predicate<Frame> wanted) throws IOException {
        while (true) {
            Frame frame = read();
            if (wanted.test(frame)) {
                return frame;
            }
        }
    }

    private Frame read() throws IOException {
        int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload);
    }

    /** Reads to the connection's end, which must come with a GOAWAY; tells its error code. */
    int goAway() throws IOException {
        return until(frame -> frame.type() == GOAWAY).code();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
