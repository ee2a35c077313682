package io.sallyport.tls;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A bare ClientHello, for offers that a client of today would not make itself. */
final class RawClientHello {

    /** The alert {@code protocol_version} (RFC 8446, 6.2). */
    static final int PROTOCOL_VERSION = 70;

    private static final int ALERT = 21;

    private RawClientHello() {}

    /** The alert {@code handshake_failure}. */
    static final int HANDSHAKE_FAILURE = 40;

    /** Offers nothing but this version and suite, and returns the description of the alert that comes back. */
    static int alertFor(int port, int version, int suite) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello(version, suite));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int type = in.readUnsignedByte();
            in.skipBytes(5);
            return type == ALERT ? in.readUnsignedByte() : -type;
        }
    }

    private static byte[] hello(int version, int suite) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeShort(version);
        out.write(new byte[32]);
        out.writeByte(0);
        out.writeShort(2);
        out.writeShort(suite);
        out.writeShort(0x0100);
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        DataOutputStream all = new DataOutputStream(record);
        all.writeByte(22);
        all.writeShort(0x0301);
        all.writeShort(body.size() + 4);
        all.writeInt((1 << 24) | body.size());
        body.writeTo(all);
        return record.toByteArray();
    }
}
