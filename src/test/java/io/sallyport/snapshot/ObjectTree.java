package io.sallyport.snapshot;

import io.sallyport.resilience.RetryPolicy;
import io.sallyport.routing.TrafficSplit;
import io.sallyport.telemetry.RuleMeters;
import io.sallyport.upstream.Backend;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a compiled object holds, as lists, maps and texts: every field of ours, the empty ones left out. */
final class ObjectTree {

    private ObjectTree() {}

    /** Null: nothing worth telling. */
    static @Nullable Object of(@Nullable Object value) {
        if (value == null || value instanceof RuleMeters || value.equals(RetryPolicy.NONE)) {
            return null;
        }
        if (value instanceof Collection<?> items) {
            return list(items);
        }
        if (value instanceof TrafficSplit<?> split) {
            return of(split.shares());
        }
        if (value instanceof Backend backend) {
            return backend.name();
        }
        if (value instanceof Duration duration) {
            return duration.toString();
        }
        if (value instanceof RulePlan.Timeouts timeouts) {
            return timeouts(timeouts);
        }
        boolean ours = value.getClass().getName().startsWith("io.sallyport.")
                && !value.getClass().isEnum();
        return ours ? fields(value) : plain(value);
    }

    private static Object plain(Object value) {
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    private static Map<String, Object> timeouts(RulePlan.Timeouts nanos) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("request", Duration.ofNanos(nanos.request()).toString());
        named.put("backendRequest", Duration.ofNanos(nanos.backendRequest()).toString());
        named.put("streamIdle", Duration.ofNanos(nanos.streamIdle()).toString());
        return named;
    }

    private static @Nullable Object list(Collection<?> items) {
        boolean unordered = items instanceof java.util.Set && items.stream().allMatch(Comparable.class::isInstance);
        List<Object> trees = (unordered ? new TreeSet<Object>(items) : items)
                .stream().map(ObjectTree::of).filter(item -> item != null).toList();
        return trees.isEmpty() ? null : trees;
    }

    private static @Nullable Object fields(Object value) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (Field field : value.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                Object tree = of(read(field, value));
                if (tree != null && !tree.equals("")) {
                    named.put(field.getName(), tree);
                }
            }
        }
        return named.isEmpty() ? null : named;
    }

    private static @Nullable Object read(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
