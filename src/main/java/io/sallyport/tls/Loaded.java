package io.sallyport.tls;

import java.util.List;

/** What came of reading key material. */
public sealed interface Loaded<T> {

    /**
     * The files hold this, and it is in use from now on.
     *
     * @param warnings what is odd about it, such as that it has expired
     */
    record Fresh<T>(T value, List<String> warnings) implements Loaded<T> {

        public Fresh {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The files were refused or are held back; what they held before stays in use.
     *
     * @param why one sentence, without any content of the files
     */
    record Kept<T>(T value, String why) implements Loaded<T> {}

    /**
     * The files were refused, and nothing was in use before.
     *
     * @param why one sentence, without any content of the files
     */
    record Missing<T>(String why) implements Loaded<T> {}
}
