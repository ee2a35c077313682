package io.sallyport.snapshot;

import org.jspecify.annotations.Nullable;

/** Reads a {@code Cookie} field. */
final class Cookies {

    private Cookies() {}

    /** Makes something of a value. */
    interface Use<T> {

        /** Null: the value is of no use. */
        @Nullable
        T of(String value);
    }

    /**
     * What is made of the first value of a name that something can be made of; null: of none.
     *
     * @param cookies pairs apart by semicolon (RFC 6265, 4.2.1); several fields arrive joined by a comma or semicolon
     * @param most how many values are looked at
     */
    static <T> @Nullable T first(String cookies, String name, int most, Use<T> use) {
        int at = 0;
        int seen = 0;
        while (at < cookies.length() && seen < most) {
            int end = endOfPair(cookies, at);
            while (at < end && cookies.charAt(at) == ' ') {
                at++;
            }
            if (isNamed(cookies, at, end, name)) {
                seen++;
                T made = use.of(cookies.substring(at + name.length() + 1, end).strip());
                if (made != null) {
                    return made;
                }
            }
            at = end + 1;
        }
        return null;
    }

    private static boolean isNamed(String cookies, int at, int end, String name) {
        return cookies.startsWith(name, at) && at + name.length() < end && cookies.charAt(at + name.length()) == '=';
    }

    private static int endOfPair(String cookies, int from) {
        for (int i = from; i < cookies.length(); i++) {
            char c = cookies.charAt(i);
            if (c == ';' || c == ',') {
                return i;
            }
        }
        return cookies.length();
    }
}
