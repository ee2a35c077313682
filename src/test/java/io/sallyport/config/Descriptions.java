package io.sallyport.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What fields mean, in the words of docs/document.md, or else of the records' own documentation. */
final class Descriptions {

    private static final Map<Class<?>, String> PLACES = Map.ofEntries(
            Map.entry(ListenerSpec.class, "listeners"),
            Map.entry(ListenerTlsSpec.class, "listeners tls."),
            Map.entry(LimitsSpec.class, "limits"),
            Map.entry(ProxyProtocolSpec.class, "listeners proxyProtocol."),
            Map.entry(PathReadingSpec.class, "listeners path."),
            Map.entry(BackendSpec.class, "backends"),
            Map.entry(BackendTlsSpec.class, "backends tls."),
            Map.entry(RouteSpec.class, "routes"),
            Map.entry(RuleSpec.class, "rules"),
            Map.entry(RuleLimitsSpec.class, "rules limits."),
            Map.entry(TimeoutsSpec.class, "rules timeouts."),
            Map.entry(RetrySpec.class, "rules retry."));
    private static final Pattern ROW = Pattern.compile("\\| (`[^|]*`) \\| ([^|]+) \\|.*");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private final Map<String, String> rows = new HashMap<>();

    Descriptions() {
        String section = "";
        for (String line : read(Path.of("docs", "document.md")).lines().toList()) {
            section = line.startsWith("#") ? line.replaceFirst("#+ ", "") : section;
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                for (MatchResult name : NAME.matcher(row.group(1)).results().toList()) {
                    rows.put(section + " " + name.group(1), row.group(2).replace("`", ""));
                }
            }
        }
    }

    /** What a record is. */
    String of(Class<?> type) {
        return text(comment(type).split("@param", 2)[0]);
    }

    /** What a field is; null if nobody says. */
    @Nullable
    String of(Class<?> type, String key) {
        String place = PLACES.getOrDefault(type, "?");
        String row = rows.get(place.contains(" ") ? place + key : place + " " + key);
        return row == null ? documented(type, key) : row;
    }

    private static @Nullable String documented(Class<?> type, String key) {
        Matcher param = Pattern.compile("@param " + key + "\\b((?:(?!@param).)*)", Pattern.DOTALL)
                .matcher(comment(type));
        return param.find() ? text(param.group(1)) : null;
    }

    private static String comment(Class<?> type) {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        String source = read(Path.of("src/main/java", outer.getName().replace('.', '/') + ".java"));
        Matcher comment = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:public )?(?:record|enum|sealed interface) "
                                + type.getSimpleName() + "\\b",
                        Pattern.DOTALL)
                .matcher(source);
        if (!comment.find()) {
            throw new AssertionError("no documentation of " + type.getName());
        }
        return comment.group(1);
    }

    private static String text(String comment) {
        return comment.replaceAll("\\s*\n\\s*\\*", " ")
                .replaceAll("\\{@\\w+ ([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
