package io.sallyport.proxy;

/** What the field {@code Connection} asks for (RFC 9110, 7.6.1). */
final class ConnectionOptions {

    private ConnectionOptions() {}

    /** Whether the client sends no request after this one (RFC 9112, 9.6); the word may stand in a list. */
    static boolean close(String value) {
        for (String option : value.split(",", -1)) {
            if (option.strip().equalsIgnoreCase("close")) {
                return true;
            }
        }
        return false;
    }
}
