package io.sallyport.explain;

import io.sallyport.config.FilterSpec;
import io.sallyport.config.HeaderModifierSpec;
import io.sallyport.config.PathModifierSpec;
import io.sallyport.routing.HeaderEdit;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Filters in words. */
final class FilterText {

    private FilterText() {}

    /** Each change of a header: {@code set x-frame-options: DENY}. */
    static Stream<String> of(HeaderEdit edit) {
        return Stream.of(
                        edit.set().stream().map(field -> "set " + field.name() + ": " + field.value()),
                        edit.add().stream().map(field -> "add " + field.name() + ": " + field.value()),
                        edit.remove().stream().map(name -> "remove " + name))
                .flatMap(each -> each);
    }

    /** A filter as the document has it. */
    static String of(FilterSpec filter) {
        if (filter instanceof FilterSpec.RequestHeaderModifier modifier) {
            return "RequestHeaderModifier " + text(modifier.headers());
        }
        if (filter instanceof FilterSpec.ResponseHeaderModifier modifier) {
            return "ResponseHeaderModifier " + text(modifier.headers());
        }
        if (filter instanceof FilterSpec.UrlRewrite rewrite) {
            return "URLRewrite " + text(rewrite.hostname(), rewrite.path());
        }
        if (filter instanceof FilterSpec.Cors cors) {
            return text(cors);
        }
        if (filter instanceof FilterSpec.RequestMirror mirror) {
            return "RequestMirror to " + mirror.backend() + ", " + mirror.numerator() + " of " + mirror.denominator();
        }
        return text((FilterSpec.RequestRedirect) filter);
    }

    private static String text(FilterSpec.Cors cors) {
        return "CORS allowOrigins " + cors.allowOrigins() + " allowMethods " + cors.allowMethods() + " allowHeaders "
                + cors.allowHeaders() + " exposeHeaders " + cors.exposeHeaders() + " maxAge " + cors.maxAge()
                + (cors.allowCredentials() ? " with credentials" : "");
    }

    private static String text(HeaderModifierSpec headers) {
        StringJoiner text = new StringJoiner(", ");
        headers.set().forEach(header -> text.add("set " + header.name() + ": " + header.value()));
        headers.add().forEach(header -> text.add("add " + header.name() + ": " + header.value()));
        headers.remove().forEach(name -> text.add("remove " + name));
        return text.toString();
    }

    private static String text(FilterSpec.RequestRedirect redirect) {
        String scheme = redirect.scheme() == null ? "" : " scheme " + redirect.scheme();
        String port = redirect.port() == null ? "" : " port " + redirect.port();
        String place = text(redirect.hostname(), redirect.path());
        return "RequestRedirect " + redirect.statusCode() + scheme + port + (place.isEmpty() ? "" : " " + place);
    }

    private static String text(@Nullable String hostname, @Nullable PathModifierSpec path) {
        StringJoiner text = new StringJoiner(" ");
        if (hostname != null) {
            text.add("hostname " + hostname);
        }
        if (path != null) {
            boolean full = path.type() == PathModifierSpec.Type.REPLACE_FULL_PATH;
            text.add((full ? "ReplaceFullPath \"" : "ReplacePrefixMatch \"") + path.value() + '"');
        }
        return text.toString();
    }
}
