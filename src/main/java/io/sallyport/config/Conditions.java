package io.sallyport.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conditions of a match, so that what means the same is equal. */
record Conditions(
        PathSpec path,
        Set<ValueMatchSpec> headers,
        Set<ValueMatchSpec> queryParams,
        @Nullable String method) {

    private static final String META = "\\.+*?()|[]{}^$";
    private static final String QUANTIFIERS = "+*?{";
    private static final Set<String> ALL = Set.of(".*", "/.*");

    static final Conditions NONE = new Conditions(prefix("/"), Set.of(), Set.of(), null);

    static Conditions of(MatchSpec match) {
        boolean prefix = match.path().type() == PathSpec.Type.PATH_PREFIX;
        return new Conditions(
                prefix ? prefix(match.path().value()) : match.path(),
                lowerCase(match.headers()),
                Set.copyOf(match.queryParams()),
                match.method());
    }

    /** The same but for the path. */
    Conditions on(PathSpec other) {
        return new Conditions(other, headers, queryParams, method);
    }

    boolean isPrefix() {
        return path.type() == PathSpec.Type.PATH_PREFIX;
    }

    boolean isRegex() {
        return path.type() == PathSpec.Type.REGULAR_EXPRESSION;
    }

    boolean isRegexForAll() {
        return isRegex() && ALL.contains(path.value());
    }

    /** Whether all of them, the path aside, are among the other's: then they hold wherever the other's do. */
    boolean holdWhere(Conditions other) {
        return (method == null || method.equals(other.method))
                && other.headers.containsAll(headers)
                && other.queryParams.containsAll(queryParams);
    }

    /** What every path begins with that a regular expression takes; empty where that is not plain. */
    String literalStart() {
        String regex = path.value();
        if (regex.indexOf('|') >= 0) {
            return "";
        }
        int end = 0;
        while (end < regex.length() && META.indexOf(regex.charAt(end)) < 0) {
            end++;
        }
        boolean repeated = end < regex.length() && QUANTIFIERS.indexOf(regex.charAt(end)) >= 0;
        return regex.substring(0, repeated ? Math.max(0, end - 1) : end);
    }

    /** A prefix as it is compared: without slashes at its end. */
    static PathSpec prefix(String value) {
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == '/') {
            end--;
        }
        return new PathSpec(PathSpec.Type.PATH_PREFIX, value.substring(0, end));
    }

    private static Set<ValueMatchSpec> lowerCase(List<ValueMatchSpec> headers) {
        Set<ValueMatchSpec> named = new HashSet<>();
        for (ValueMatchSpec header : headers) {
            named.add(new ValueMatchSpec(header.type(), header.name().toLowerCase(Locale.ROOT), header.value()));
        }
        return named;
    }
}
