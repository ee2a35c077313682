package io.sallyport.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.GatewayDocument;

/** Small documents for tests. */
final class Documents {

    private Documents() {}

    /** Parses; equal numbers give equal bytes. */
    static byte[] valid(int number) {
        return ("# " + number + "\nlisteners:\n  - {name: plain, port: 8080, protocol: HTTP}\nallowEmpty: true\n")
                .getBytes(UTF_8);
    }

    /** Has an unknown key in its first line. */
    static byte[] refused(int number) {
        return ("nonsense: " + number
                        + "\nlisteners:\n  - {name: plain, port: 8080, protocol: HTTP}\nallowEmpty: true\n")
                .getBytes(UTF_8);
    }

    static String revision(byte[] document) {
        return GatewayDocument.revisionOf(document);
    }
}
