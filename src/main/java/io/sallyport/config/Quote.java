package io.sallyport.config;

/** Shows a piece of the document in a message: cut to 80 characters, control characters escaped. */
final class Quote {

    private static final int LONGEST = 80;

    private Quote() {}

    static String of(String text) {
        return '"' + cut(text) + '"';
    }

    static String cut(String text) {
        int end = Math.min(text.length(), LONGEST);
        StringBuilder shown = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            append(shown, text.charAt(i));
        }
        return text.length() > LONGEST ? shown.append('…').toString() : shown.toString();
    }

    /** Other scripts stay readable; what could forge a line or reverse the text does not pass. */
    private static void append(StringBuilder shown, char c) {
        int type = Character.getType(c);
        boolean escaped = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        if (escaped) {
            shown.append(String.format("\\u%04x", (int) c));
        } else {
            shown.append(c);
        }
    }
}
