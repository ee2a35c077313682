package io.sallyport.telemetry;

/**
 * The closed sets of label values that a request may cause. A method, code and reason are packed into one number, so
 * that a slot is found without building a string.
 */
final class RequestLabels {

    static final String NONE = "none";
    static final String OTHER = "other";

    /** The class of an attempt that got no answer. */
    static final int NO_ANSWER = 6;

    private static final String[] METHODS = {
        OTHER, "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"
    };
    private static final String[] CLASSES = {OTHER, "1xx", "2xx", "3xx", "4xx", "5xx", NONE};
    private static final Reason[] REASONS = Reason.values();
    private static final int METHOD_BITS = 4;
    private static final int CODE_BITS = 10;

    private RequestLabels() {}

    /** The ordinal never leaves the process. */
    @SuppressWarnings("EnumOrdinal")
    static int key(String method, int code, Reason reason) {
        return (((reason.ordinal() << CODE_BITS) | known(code)) << METHOD_BITS) | methodId(method);
    }

    static String method(int key) {
        return METHODS[key & ((1 << METHOD_BITS) - 1)];
    }

    static String code(int key) {
        int code = codeOf(key);
        return code == 0 ? OTHER : Integer.toString(code);
    }

    static String reason(int key) {
        return REASONS[key >>> (METHOD_BITS + CODE_BITS)].label();
    }

    static String codeClass(int key) {
        return classLabel(classOf(codeOf(key)));
    }

    /** The code's first digit, or 0 for a code outside 100 to 599. */
    static int classOf(int code) {
        return known(code) / 100;
    }

    static String classLabel(int codeClass) {
        return CLASSES[codeClass];
    }

    private static int codeOf(int key) {
        return (key >>> METHOD_BITS) & ((1 << CODE_BITS) - 1);
    }

    private static int known(int code) {
        return code < 100 || code > 599 ? 0 : code;
    }

    private static int methodId(String method) {
        return switch (method) {
            case "GET" -> 1;
            case "HEAD" -> 2;
            case "POST" -> 3;
            case "PUT" -> 4;
            case "DELETE" -> 5;
            case "OPTIONS" -> 6;
            case "PATCH" -> 7;
            case "CONNECT" -> 8;
            case "TRACE" -> 9;
            default -> 0;
        };
    }
}
