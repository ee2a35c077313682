package io.sallyport.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests of {@link ByteRows} with something put in, taken out or changed. The same for the same seed. */
public final class Mutants {

    private static final int LONGEST = 400;
    private static final String[] BITS = {
        "\r", "\n", "\r\n", "\t", " ", "\0", ":", ";", ",", "\u007f", "\u00e9", "0", "3", "-", "=", "\"", "/", "%", "."
    };
    private static final String[] LINES = {
        "Content-Length: 3\r\n",
        "Content-Length: 0\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: identity\r\n",
        "Host: other.example.com\r\n",
        "Connection: close, content-length\r\n",
        "Connection: transfer-encoding\r\n",
        "Content_Length: 7\r\n",
        " X: folded\r\n",
        "0\r\n\r\n",
        "GET /smuggled HTTP/1.1\r\nHost: shop.example.com\r\n\r\n"
    };

    private final Random random;
    private final List<String> texts = ByteRows.stream()
            .map(ByteRows.Row::text)
            .filter(text -> text.length() < LONGEST)
            .toList();

    public Mutants(long seed) {
        this.random = new Random(seed);
    }

    /** One more, with a sound request behind it. */
    public String next() {
        String text = texts.get(random.nextInt(texts.size()));
        for (int n = random.nextInt(3); n >= 0; n--) {
            text = changed(text);
        }
        return text + "GET /after HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";
    }

    private String changed(String text) {
        int at = random.nextInt(text.length());
        int line = line(text, at);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + pick(BITS) + text.substring(at);
            case 1 -> text.substring(0, at) + pick(BITS) + text.substring(at + 1);
            case 2 -> text.substring(0, at) + text.substring(at + 1);
            default -> text.substring(0, line) + pick(LINES) + text.substring(line);
        };
    }

    private int line(String text, int otherwise) {
        List<Integer> lines = new ArrayList<>();
        for (int i = text.indexOf("\r\n"); i >= 0; i = text.indexOf("\r\n", i + 2)) {
            lines.add(i + 2);
        }
        return lines.isEmpty() ? otherwise : lines.get(random.nextInt(lines.size()));
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
