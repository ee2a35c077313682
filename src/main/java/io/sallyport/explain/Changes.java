package io.sallyport.explain;

import io.sallyport.config.GatewaySpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a change of the document means for traffic, in words. */
public final class Changes {

    private final Map<String, Map<String, String>> before;
    private final Map<String, Map<String, String>> after;
    private final List<String> lines = new ArrayList<>();

    private Changes(GatewaySpec before, GatewaySpec after) {
        this.before = Facts.of(before);
        this.after = Facts.of(after);
    }

    /** One line for each; none if both mean the same. What files hold is not compared. */
    public static List<String> between(GatewaySpec before, GatewaySpec after) {
        return new Changes(before, after).lines();
    }

    private List<String> lines() {
        for (String subject : union(before.keySet(), after.keySet())) {
            compare(subject, before.get(subject), after.get(subject));
        }
        if (!common(before.keySet(), after.keySet()).equals(common(after.keySet(), before.keySet()))) {
            lines.add("routes: another order of what is in both: it decides between equal matches");
        }
        return lines;
    }

    private void compare(String subject, @Nullable Map<String, String> old, @Nullable Map<String, String> now) {
        if (old == null && now != null) {
            lines.add(subject + ": added: " + summary(now));
        } else if (now == null && old != null) {
            lines.add(subject + ": gone");
        } else if (now != null && old != null) {
            for (String aspect : union(old.keySet(), now.keySet())) {
                String change = change(old.get(aspect), now.get(aspect));
                if (change != null) {
                    lines.add(subject + ": " + aspect + change);
                }
            }
        }
    }

    private static @Nullable String change(@Nullable String old, @Nullable String now) {
        if (Objects.equals(old, now)) {
            return null;
        }
        if (old == null) {
            return ": added" + (now == null || now.isEmpty() ? "" : ", " + now);
        }
        if (now == null) {
            return ": gone" + (old.isEmpty() ? "" : ", was " + old);
        }
        return ": " + old + " -> " + now;
    }

    private static String summary(Map<String, String> facts) {
        return facts.entrySet().stream()
                .filter(fact -> !fact.getValue().equals("none"))
                .map(fact -> fact.getValue().isEmpty() ? fact.getKey() : fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining("; "));
    }

    private static Set<String> union(Set<String> first, Set<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return all;
    }

    /** Routes and rules; the order of other things has no meaning. */
    private static List<String> common(Set<String> inOrder, Set<String> other) {
        return inOrder.stream()
                .filter(subject -> subject.startsWith(Facts.ROUTE) && other.contains(subject))
                .toList();
    }
}
