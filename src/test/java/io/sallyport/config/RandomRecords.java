package io.sallyport.config;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/**
 * Draws the document's records by their components, so that a field that is new is drawn too. Each record is right in
 * itself, but for what concerns others: {@link RandomDocuments} sees to that.
 */
final class RandomRecords {

    private static final Arbitrary<String> FILES = Arbitraries.of("a/tls.crt", "b/tls.key", "ca.crt");
    private static final Arbitrary<String> DNS_NAMES = Arbitraries.of("a.example.com", "b.shop.svc", "c");
    private static final Arbitrary<String> TEXTS =
            Arbitraries.of("a", "no", "1", "x: y", "- 'z' \"", "*", "#", "true", "~", "{}", "\\n", "é");
    private static final Arbitrary<Long> SIZES = Arbitraries.of(0L, 1_024L, 1_000_000L, 1L << 40);
    private static final Arbitrary<Duration> WAITS = Arbitraries.of(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Arbitrary<List<String>> CORS_WORDS =
            Arbitraries.of(List.of("*"), List.of(), List.of("PUT"), List.of("GET", "DELETE"));

    /** What a text or number may be, where its type does not tell. */
    private static final Map<String, Arbitrary<?>> BY_COMPONENT = Map.ofEntries(
            Map.entry("GatewaySpec.listeners", list(ListenerSpec.class, 1)),
            Map.entry("ListenerSpec.name", Arbitraries.just("set later")),
            Map.entry("ListenerSpec.port", Arbitraries.just(1)),
            Map.entry("ListenerSpec.hostname", Arbitraries.of("*.example.com", "*.com")),
            Map.entry("LimitsSpec.headerBytes", Arbitraries.of(1_024, 5_000, 256 * 1_024)),
            Map.entry("LimitsSpec.uriBytes", Arbitraries.of(256, 64 * 1_024)),
            Map.entry("LimitsSpec.headers", Arbitraries.of(1, 1_000)),
            Map.entry("LimitsSpec.bodyBytes", SIZES),
            Map.entry("LimitsSpec.connections", Arbitraries.of(1, 1_000_000)),
            Map.entry("LimitsSpec.requestsPerConnection", Arbitraries.of(1, 1_000_000_000)),
            Map.entry("LimitsSpec.inFlight", Arbitraries.of(1, 1_000_000)),
            Map.entry("LimitsSpec.headerTimeout", WAITS),
            Map.entry("LimitsSpec.bodyTimeout", WAITS),
            Map.entry("LimitsSpec.keepAlive", Arbitraries.of(Duration.ofSeconds(1), Duration.ofHours(24))),
            Map.entry("LimitsSpec.handshakeTimeout", WAITS),
            Map.entry("RuleLimitsSpec.bodyBytes", SIZES),
            Map.entry(
                    "ProxyProtocolSpec.trusted",
                    Arbitraries.of(List.of("10.0.0.0/8"), List.of("::1/128", "192.0.2.7/32"))),
            Map.entry("ListenerTlsSpec.certificates", list(CertificateSpec.class, 1)),
            Map.entry(
                    "ListenerTlsSpec.alpn",
                    Arbitraries.of(List.of("h2"), List.of("http/1.1", "h2"), List.of("http/1.1"))),
            Map.entry("BackendSpec.protocol", Arbitraries.of(BackendSpec.H2C)),
            Map.entry("ListenerTlsSpec.minVersion", Arbitraries.of("TLSv1.2", "TLSv1.3")),
            Map.entry(
                    "ListenerTlsSpec.cipherSuites",
                    Arbitraries.of(
                            List.of(), AllowedSuites.TLS_1_3.stream().sorted().toList())),
            Map.entry("CertificateSpec.certificateFile", FILES),
            Map.entry("CertificateSpec.keyFile", FILES),
            Map.entry("ClientValidationSpec.caFile", FILES),
            Map.entry("BackendSpec.name", Arbitraries.just("set later")),
            Map.entry("EndpointSpec.host", Arbitraries.of("a.svc", "10.0.0.1", "2001:db8::1")),
            Map.entry("EndpointSpec.port", Arbitraries.integers().between(1, 65_535)),
            Map.entry("BackendTlsSpec.caFile", FILES),
            Map.entry("BackendTlsSpec.certificateFile", FILES),
            Map.entry("BackendTlsSpec.keyFile", FILES),
            Map.entry("BackendTlsSpec.serverName", DNS_NAMES),
            Map.entry(
                    "BackendTlsSpec.subjectAltNames",
                    Arbitraries.of(List.of(), List.of("a.svc", "spiffe://cluster.local/ns/a/sa/b"))),
            Map.entry("ServiceSpec.namespace", Arbitraries.of("shop", "none", "1")),
            Map.entry("ServiceSpec.name", Arbitraries.of("app", "web-1")),
            Map.entry("ServiceSpec.port", Arbitraries.of(1, 80, 65_535)),
            Map.entry("RouteSpec.name", Arbitraries.just("set later")),
            Map.entry("RouteSpec.listeners", Arbitraries.just(List.of())),
            Map.entry(
                    "RouteSpec.hostnames",
                    Arbitraries.of(List.of(), List.of("a.example.com"), List.of("*.b.example.com", "c.example.com"))),
            Map.entry("RouteSpec.rules", list(RuleSpec.class, 1)),
            Map.entry("RuleSpec.name", Arbitraries.just("set later")),
            Map.entry("RuleSpec.backendRefs", Arbitraries.just(List.of())),
            Map.entry("RuleSpec.upgrades", Arbitraries.of(RuleSpec.DEFAULT_UPGRADES, List.of("websocket", "chat/2"))),
            Map.entry("MatchSpec.method", Arbitraries.of("GET", "PATCH")),
            Map.entry("MatchSpec.headers", conditions("x-a", "X-B")),
            Map.entry("MatchSpec.queryParams", conditions("q", "Q")),
            Map.entry("BackendRefSpec.name", Arbitraries.just("set later")),
            Map.entry("BackendRefSpec.weight", Arbitraries.of(0, 1, 1_000_000)),
            Map.entry("Cookie.name", Arbitraries.of("canary", "a!")),
            Map.entry("Header.name", Arbitraries.of("x-user", "Y")),
            Map.entry("SessionsSpec.keyFiles", Arbitraries.of(List.of("a.key"), List.of("a.key", "b.key"))),
            Map.entry("SessionPersistenceSpec.sessionName", Arbitraries.of("cart", "A-1")),
            Map.entry("SessionPersistenceSpec.absoluteTimeout", seconds()),
            Map.entry("SessionPersistenceSpec.idleTimeout", seconds()),
            Map.entry("RetrySpec.attempts", Arbitraries.integers().between(1, 5)),
            Map.entry("RetrySpec.codes", Arbitraries.of(Set.of(), Set.of(503), Set.of(400, 502, 599))),
            Map.entry("HeaderModifierSpec.set", headers("x-set", "X-Other")),
            Map.entry("HeaderModifierSpec.add", headers("x-add", "cookie")),
            Map.entry("HeaderModifierSpec.remove", Arbitraries.of(List.of(), List.of("server", "X-Removed"))),
            Map.entry("RequestRedirect.scheme", Arbitraries.of("http", "https")),
            Map.entry("RequestRedirect.hostname", DNS_NAMES),
            Map.entry("RequestRedirect.port", Arbitraries.of(1, 443)),
            Map.entry("RequestRedirect.statusCode", Arbitraries.of(301, 302, 303, 307, 308)),
            Map.entry("UrlRewrite.hostname", DNS_NAMES),
            Map.entry("RequestMirror.backend", Arbitraries.just("set later")),
            Map.entry("RequestMirror.numerator", Arbitraries.of(0, 1, 100)),
            Map.entry("RequestMirror.denominator", Arbitraries.of(100, 1_000, Integer.MAX_VALUE)),
            Map.entry(
                    "Cors.allowOrigins", Arbitraries.of(List.of("*"), List.of("https://a.test", "http://*.b.test:8"))),
            Map.entry("Cors.allowMethods", CORS_WORDS),
            Map.entry("Cors.allowHeaders", CORS_WORDS),
            Map.entry("Cors.exposeHeaders", CORS_WORDS),
            Map.entry("Cors.maxAge", Arbitraries.of(1, 5, Integer.MAX_VALUE)));

    private static final Map<Class<?>, Arbitrary<?>> BY_TYPE = Map.of(
            boolean.class, Arbitraries.of(true, false),
            Duration.class, Arbitraries.of(0L, 1L, 25L, 3_000L, 5_400_001L).map(Duration::ofMillis),
            PathSpec.class, paths(),
            PathModifierSpec.class, pathModifiers());

    private RandomRecords() {}

    static <T> Arbitrary<T> of(Class<T> type) {
        List<Arbitrary<@Nullable Object>> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.add(component(type.getSimpleName() + "." + component.getName(), component.getAnnotatedType()));
        }
        return Combinators.combine(components).as(drawn -> {
            List<@Nullable Object> values = new ArrayList<>(drawn);
            return Records.make(type, values);
        });
    }

    @SuppressWarnings("unchecked")
    private static Arbitrary<@Nullable Object> component(String at, AnnotatedType annotated) {
        Arbitrary<?> known = BY_COMPONENT.get(at);
        Arbitrary<?> values = known == null ? byType(at, annotated) : known;
        boolean optional = annotated.isAnnotationPresent(Nullable.class);
        return (Arbitrary<@Nullable Object>) (optional ? values.injectNull(0.4) : values);
    }

    private static Arbitrary<?> byType(String at, AnnotatedType annotated) {
        if (annotated instanceof AnnotatedParameterizedType list) {
            return list((Class<?>) list.getAnnotatedActualTypeArguments()[0].getType(), 0);
        }
        Class<?> type = (Class<?>) annotated.getType();
        if (BY_TYPE.containsKey(type)) {
            return BY_TYPE.get(type);
        }
        if (type.isRecord() || type.isSealed()) {
            return variants(type);
        }
        if (type.isEnum()) {
            return Arbitraries.of(type.getEnumConstants());
        }
        throw new AssertionError("what may " + at + " be? A line in BY_COMPONENT tells it");
    }

    private static Arbitrary<?> variants(Class<?> type) {
        return type.isRecord()
                ? of(type)
                : Arbitraries.oneOf(Arrays.stream(type.getPermittedSubclasses())
                        .<Arbitrary<Object>>map(variant -> variants(variant).map(each -> each))
                        .toList());
    }

    private static Arbitrary<?> list(Class<?> item, int least) {
        return Arbitraries.lazy(
                () -> variants(item).list().ofMinSize(least).ofMaxSize(3).map(each -> each));
    }

    private static Arbitrary<Duration> seconds() {
        return Arbitraries.of(1L, 90L, 86_400L).map(Duration::ofSeconds);
    }

    private static Arbitrary<PathSpec> paths() {
        return Arbitraries.of(PathSpec.Type.values()).flatMap(type -> {
            boolean regex = type == PathSpec.Type.REGULAR_EXPRESSION;
            return (regex ? Arbitraries.of("/.*", "/v[0-9]+\\.") : Arbitraries.of("/", "/a", "/a/", "/a%20b/c"))
                    .map(value -> new PathSpec(type, value));
        });
    }

    private static Arbitrary<PathModifierSpec> pathModifiers() {
        return Arbitraries.of(PathModifierSpec.Type.values()).flatMap(type -> {
            boolean full = type == PathModifierSpec.Type.REPLACE_FULL_PATH;
            return (full ? Arbitraries.of("/", "/one") : Arbitraries.of("", "/", "/v2/"))
                    .map(value -> new PathModifierSpec(type, value));
        });
    }

    /** None, one or both of the names. */
    private static Arbitrary<List<ValueMatchSpec>> conditions(String one, String other) {
        return Combinators.combine(
                        Arbitraries.of(List.<String>of(), List.of(one), List.of(one, other)),
                        Arbitraries.of(ValueMatchSpec.Type.EXACT, ValueMatchSpec.Type.REGULAR_EXPRESSION),
                        TEXTS)
                .as((names, type, text) -> names.stream()
                        .map(name ->
                                new ValueMatchSpec(type, name, type == ValueMatchSpec.Type.EXACT ? text : "[a-z]+"))
                        .toList());
    }

    private static Arbitrary<List<HeaderModifierSpec.HeaderSpec>> headers(String one, String other) {
        return Combinators.combine(
                        Arbitraries.of(List.<String>of(), List.of(one), List.of(one, other)),
                        TEXTS.filter(text -> !text.equals("é")))
                .as((names, text) -> names.stream()
                        .map(name -> new HeaderModifierSpec.HeaderSpec(name, text))
                        .toList());
    }
}
