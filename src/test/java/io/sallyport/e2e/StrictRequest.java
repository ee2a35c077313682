package io.sallyport.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as the strictest reading of RFC 9112 has it; it shares nothing with the gateway. Text is ISO 8859-1. */
record StrictRequest(String method, String target, List<String> fields, String body) {

    private static final String TOKEN = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";
    private static final Pattern LINE = Pattern.compile("(?:\r\n)?(" + TOKEN + ") ([!-~]+) HTTP/1\\.([01])");
    private static final Pattern FIELD = Pattern.compile("(" + TOKEN + "):([\\t -~\\x80-\\xff]*)");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,8})(?:[ \\t]*;[ \\t]*" + TOKEN
            + "(?:[ \\t]*=[ \\t]*(?:" + TOKEN + "|\"(?:[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t -~\\x80-\\xff])*\"))?)*");

    /** Where bytes come from. */
    interface Bytes {
        /** Up to and with the mark; what there is before the end if the mark never comes. */
        String until(String mark) throws IOException;

        /** So many, or what there is before the end. */
        String read(int count) throws IOException;
    }

    /** It could be read in two ways. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        Malformed(String what) {
            super(what);
        }
    }

    static Bytes of(Wire wire) {
        return new Bytes() {
            @Override
            public String until(String mark) throws IOException {
                return wire.until(mark);
            }

            @Override
            public String read(int count) throws IOException {
                return wire.read(count);
            }
        };
    }

    static Bytes of(String text) {
        return new Bytes() {
            private int at;

            @Override
            public String until(String mark) {
                int end = text.indexOf(mark, at);
                return read(end < 0 ? text.length() - at : end + mark.length() - at);
            }

            @Override
            public String read(int count) {
                int from = at;
                at += Math.min(text.length() - at, count);
                return text.substring(from, at);
            }
        };
    }

    /** The requests that are whole, up to the first that is not. */
    static List<StrictRequest> all(String text) {
        Bytes bytes = of(text);
        List<StrictRequest> requests = new ArrayList<>();
        try {
            for (StrictRequest next = next(bytes); next != null; next = next(bytes)) {
                requests.add(next);
            }
        } catch (IOException e) {
            return requests;
        }
        return requests;
    }

    /** The next request; null at the end. */
    static @Nullable StrictRequest next(Bytes bytes) throws IOException {
        String head = bytes.until("\r\n\r\n");
        if (head.isEmpty()) {
            return null;
        }
        if (!head.endsWith("\r\n\r\n")) {
            throw new EOFException("within a head");
        }
        int line = head.indexOf("\r\n", head.startsWith("\r\n") ? 2 : 0);
        Matcher start = LINE.matcher(head.substring(0, line));
        if (!start.matches()) {
            throw new Malformed("line: " + head.substring(0, line));
        }
        List<String> fields = fields(head.substring(line + 2, head.length() - 2));
        return new StrictRequest(start.group(1), start.group(2), fields, body(fields, start.group(3), bytes));
    }

    private static List<String> fields(String lines) throws Malformed {
        List<String> fields = new ArrayList<>();
        for (String line : lines.isEmpty() ? new String[0] : lines.split("\r\n", -1)) {
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                fields.add(field.group(1).toLowerCase(Locale.ROOT) + ": "
                        + field.group(2).replaceAll("^[ \\t]+|[ \\t]+$", ""));
            } else if (!line.isEmpty()) {
                throw new Malformed("field: " + line);
            }
        }
        return fields;
    }

    static List<String> values(List<String> fields, String name) {
        return fields.stream()
                .filter(field -> field.startsWith(name + ": "))
                .map(field -> field.substring(name.length() + 2))
                .toList();
    }

    private static String body(List<String> fields, String minor, Bytes bytes) throws IOException {
        List<String> lengths = values(fields, "content-length");
        List<String> codings = values(fields, "transfer-encoding");
        if (lengths.size() + codings.size() > 1 || (!codings.isEmpty() && minor.equals("0"))) {
            throw new Malformed("framing " + lengths + codings);
        }
        if (!codings.isEmpty()) {
            if (!codings.get(0).equalsIgnoreCase("chunked")) {
                throw new Malformed("coding " + codings);
            }
            return chunks(bytes);
        }
        if (lengths.isEmpty()) {
            return "";
        }
        if (!lengths.get(0).matches("0|[1-9][0-9]{0,8}")) {
            throw new Malformed("length " + lengths);
        }
        return exactly(Integer.parseInt(lengths.get(0)), bytes);
    }

    private static String chunks(Bytes bytes) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            Matcher size = CHUNK.matcher(line(bytes));
            if (!size.matches() || Long.parseLong(size.group(1), 16) > Integer.MAX_VALUE) {
                throw new Malformed("chunk");
            }
            int count = Integer.parseInt(size.group(1), 16);
            if (count == 0) {
                for (String trailer = line(bytes); !trailer.isEmpty(); trailer = line(bytes)) {
                    if (!FIELD.matcher(trailer).matches()) {
                        throw new Malformed("trailer " + trailer);
                    }
                }
                return body.toString();
            }
            body.append(exactly(count, bytes));
            if (!exactly(2, bytes).equals("\r\n")) {
                throw new Malformed("no line end after a chunk");
            }
        }
    }

    private static String line(Bytes bytes) throws IOException {
        String line = bytes.until("\r\n");
        if (!line.endsWith("\r\n")) {
            throw new EOFException("within a line");
        }
        return line.substring(0, line.length() - 2);
    }

    private static String exactly(int count, Bytes bytes) throws IOException {
        String text = bytes.read(count);
        if (text.length() < count) {
            throw new EOFException("within a body");
        }
        return text;
    }
}
