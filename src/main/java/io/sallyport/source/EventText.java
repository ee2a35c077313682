package io.sallyport.source;

import io.sallyport.config.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The message of an Event: at most 1,024 bytes, of which the last tell how much was left out. */
final class EventText {

    private static final int MOST_BYTES = 1_024;

    private EventText() {}

    /** The sentence, and as many of the violations, or warnings, as there is room for, with its place. */
    static String of(String sentence, List<Violation> violations) {
        StringBuilder text = new StringBuilder(sentence);
        int left = violations.size();
        for (Violation violation : violations) {
            String line = (left == violations.size() ? ": " : "; ") + violation;
            if (bytes(text) + bytes(line) + bytes(more(left)) > MOST_BYTES) {
                return text.append(more(left)).toString();
            }
            text.append(line);
            left--;
        }
        return text.toString();
    }

    private static String more(int left) {
        return "; and " + left + " more";
    }

    private static int bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
