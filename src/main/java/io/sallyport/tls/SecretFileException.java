package io.sallyport.tls;

/** A file below the secrets directory cannot be had. The message names the file, never its content. */
public final class SecretFileException extends Exception {

    private static final long serialVersionUID = 1L;

    SecretFileException(String message) {
        super(message);
    }
}
