package io.sallyport.config;

/**
 * A certificate chain and its key, both PEM files below the secrets directory.
 *
 * @param certificateFile the chain, leaf first
 * @param keyFile the key of the leaf
 */
public record CertificateSpec(String certificateFile, String keyFile) {}
