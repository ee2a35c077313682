package io.sallyport.tls;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A bare ClientHello of a version that neither of our engines would offer itself. */
final class OldClientHello {

    /** The alert {@code protocol_version} (RFC 8446, 6.2). */
    static final int PROTOCOL_VERSION = 70;

    private static final int ALERT = 21;

    private OldClientHello() {}

    /** Offers nothing but this version and returns the description of the alert that comes back. */
    static int alertFor(int port, int version) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello(version));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int type = in.readUnsignedByte();
            in.skipBytes(5);
            return type == ALERT ? in.readUnsignedByte() : -type;
        }
    }

    private static byte[] hello(int version) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeShort(version);
        out.write(new byte[32]);
        out.writeByte(0);
        // TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA and TLS_RSA_WITH_AES_128_CBC_SHA, which TLS 1.1 knows
        out.writeShort(4);
        out.writeShort(0xC013);
        out.writeShort(0x002F);
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
