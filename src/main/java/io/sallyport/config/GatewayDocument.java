package io.sallyport.config;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A document that was read without violations.
 *
 * @param spec what it says
 * @param revision SHA-256 of its bytes, the first 12 hex digits
 * @param root where later phases (files, ports) take the place of their own violations from
 * @param routes where the {@code hostnames} and {@code rules} of each route stand, in the order of the spec
 * @param warnings what is allowed but deserves a look, by line and column
 */
public record GatewayDocument(
        GatewaySpec spec, String revision, FieldPath root, List<FieldPath> routes, List<Violation> warnings) {

    private static final int REVISION_BYTES = 6;

    public GatewayDocument {
        routes = List.copyOf(routes);
        warnings = List.copyOf(warnings);
    }

    /** The name under which these bytes are known in logs, metrics and the status. */
    public static String revisionOf(byte[] document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(document);
            return HexFormat.of().formatHex(digest, 0, REVISION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
