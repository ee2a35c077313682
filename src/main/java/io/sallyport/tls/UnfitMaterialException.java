package io.sallyport.tls;

/** Key material that was read but cannot be used. The message names the file, never its content. */
final class UnfitMaterialException extends Exception {

    private static final long serialVersionUID = 1L;

    UnfitMaterialException(String message) {
        super(message);
    }
}
