package io.sallyport.snapshot;

import io.sallyport.config.FilterSpec;
import io.sallyport.config.HeaderModifierSpec;
import io.sallyport.config.PathModifierSpec;
import io.sallyport.config.RuleSpec;
import io.sallyport.routing.CorsPolicy;
import io.sallyport.routing.HeaderEdit;
import io.sallyport.routing.PathEdit;
import io.sallyport.routing.Redirect;
import io.sallyport.routing.Rewrite;
import io.sallyport.upstream.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the filters of one rule and of its backendRefs into what a request needs of them. */
final class FilterCompiler {

    private final List<FilterSpec> ofRule;
    private final String prefix;
    private final Function<String, Backend> backends;

    FilterCompiler(RuleSpec rule, Function<String, Backend> backends) {
        this.backends = backends;
        this.ofRule = rule.filters();
        // The parser lets prefixes be replaced only where there is one match with a prefix, or none.
        this.prefix =
                rule.matches().isEmpty() ? "/" : rule.matches().get(0).path().value();
    }

    /** A backend with the rule's filters and these of its backendRef. */
    Destination destination(String backend, List<FilterSpec> own) {
        List<FilterSpec> all = new ArrayList<>(ofRule);
        all.addAll(own);
        List<HeaderEdit> request = new ArrayList<>();
        List<Mirror> mirrors = new ArrayList<>();
        Rewrite rewrite = Rewrite.NONE;
        for (FilterSpec filter : all) {
            if (filter instanceof FilterSpec.RequestHeaderModifier modifier) {
                request.add(edit(modifier.headers()));
            } else if (filter instanceof FilterSpec.UrlRewrite written) {
                rewrite = rewrite.then(new Rewrite(written.hostname(), path(written.path())));
            } else if (filter instanceof FilterSpec.RequestMirror mirror) {
                Backend copied = backends.apply(mirror.backend());
                mirrors.add(new Mirror(copied, mirror.numerator(), mirror.denominator()));
            }
        }
        return new Destination(backends.apply(backend), request, response(all), rewrite, mirrors);
    }

    /** Null: the rule forwards. */
    @Nullable
    Redirect redirect() {
        for (FilterSpec filter : ofRule) {
            if (filter instanceof FilterSpec.RequestRedirect redirect) {
                int port = redirect.port() == null ? 0 : redirect.port();
                return new Redirect(
                        redirect.scheme(), redirect.hostname(), path(redirect.path()), port, redirect.statusCode());
            }
        }
        return null;
    }

    /** Null: the rule says nothing of other origins. */
    @Nullable
    CorsPolicy cors() {
        for (FilterSpec filter : ofRule) {
            if (filter instanceof FilterSpec.Cors cors) {
                return new CorsPolicy(new CorsPolicy.Terms(
                        cors.allowOrigins(),
                        cors.allowCredentials(),
                        cors.allowMethods(),
                        cors.allowHeaders(),
                        cors.exposeHeaders(),
                        cors.maxAge()));
            }
        }
        return null;
    }

    /** What the rule changes in answers, wherever they come from. */
    List<HeaderEdit> response() {
        return response(ofRule);
    }

    private static List<HeaderEdit> response(List<FilterSpec> filters) {
        if (filters.isEmpty()) {
            return List.of();
        }
        return filters.stream()
                .filter(FilterSpec.ResponseHeaderModifier.class::isInstance)
                .map(filter -> edit(((FilterSpec.ResponseHeaderModifier) filter).headers()))
                .toList();
    }

    private static HeaderEdit edit(HeaderModifierSpec spec) {
        return new HeaderEdit(fields(spec.set()), fields(spec.add()), spec.remove());
    }

    private static List<HeaderEdit.Field> fields(List<HeaderModifierSpec.HeaderSpec> specs) {
        return specs.stream()
                .map(spec -> new HeaderEdit.Field(spec.name(), spec.value()))
                .toList();
    }

    private @Nullable PathEdit path(@Nullable PathModifierSpec spec) {
        if (spec == null) {
            return null;
        }
        return spec.type() == PathModifierSpec.Type.REPLACE_FULL_PATH
                ? PathEdit.full(spec.value())
                : PathEdit.prefix(prefix, spec.value());
    }
}
