package io.sallyport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules that compiled classes cannot show: they are read from the text of a source tree. */
record SourceText(Path root) {
    private static final int MOST_LINES = 300;
    private static final Pattern LITERAL_STATUS =
            Pattern.compile("setStatusCode\\(\\s*([0-9]|(HttpResponseStatus|HttpURLConnection)\\.)");

    /** Files above 300 lines. */
    List<String> tooLong() throws IOException {
        List<String> found = new ArrayList<>();
        texts().forEach((file, text) -> {
            if (text.lines().count() > MOST_LINES) {
                found.add(file);
            }
        });
        return found;
    }

    /** Files other than {@code LocalReply} that answer with a status of their own choice; {@code admin} answers no traffic. */
    List<String> choosingAStatus() throws IOException {
        List<String> found = new ArrayList<>();
        texts().forEach((file, text) -> {
            boolean may = file.endsWith("proxy/LocalReply.java") || file.contains("sallyport/admin/");
            if (!may && LITERAL_STATUS.matcher(text).find()) {
                found.add(file);
            }
        });
        return found;
    }

    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                texts.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
