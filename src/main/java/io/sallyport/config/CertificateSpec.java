package io.sallyport.config;

/** A certificate chain and its key, both PEM files below the secrets directory. */
public record CertificateSpec(String certificateFile, String keyFile) {}
