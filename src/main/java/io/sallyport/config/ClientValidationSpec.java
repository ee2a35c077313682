package io.sallyport.config;

/**
 * Which client certificates a listener asks for and accepts.
 *
 * @param caFile who signs clients' certificates, a PEM file
 * @param mode {@code AllowValidOnly} demands a certificate, {@code Optional} takes none or a valid one
 */
public record ClientValidationSpec(String caFile, Mode mode) {

    /** Whether a client certificate may be absent; a bad one always fails the handshake. */
    public enum Mode {
        ALLOW_VALID_ONLY,
        OPTIONAL
    }
}
