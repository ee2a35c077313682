package io.sallyport.proxy;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Tells of an exception in the log. Its message may quote what a client or backend sent, so it is left out. */
final class Faults {

    private static final int FRAMES = 12;

    private Faults() {}

    static String withoutMessage(Throwable fault) {
        return fault.getClass().getName()
                + Arrays.stream(fault.getStackTrace())
                        .limit(FRAMES)
                        .map(frame -> "\n\tat " + frame)
                        .collect(Collectors.joining());
    }
}
