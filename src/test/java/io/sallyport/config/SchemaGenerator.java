package io.sallyport.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the JSON Schema of the document from its records. Where a record does not say how a field is written, a table
 * here does; {@link SchemaTest} holds all of it against the parser.
 */
final class SchemaGenerator {

    private static final String DURATION = "^([0-9]{1,5}(h|ms|m|s)){1,4}$";
    private static final String SIZE = "^(0|[1-9][0-9]{0,12})(Ki|Mi|Gi)?$";
    private static final String SERVICE = "^[a-z0-9-]+/[a-z0-9-]+:[0-9]{1,5}$";
    private static final String ENDPOINT = "^https?://[^/?#@]+:[0-9]{1,5}$";

    private static final Map<Class<?>, List<String>> REQUIRED = Map.ofEntries(
            Map.entry(GatewaySpec.class, List.of("listeners")),
            Map.entry(ListenerSpec.class, List.of("name", "port", "protocol")),
            Map.entry(ListenerTlsSpec.class, List.of("certificates")),
            Map.entry(CertificateSpec.class, List.of("certificateFile", "keyFile")),
            Map.entry(ClientValidationSpec.class, List.of("caFile")),
            Map.entry(BackendSpec.class, List.of("name", "endpoints")),
            Map.entry(RouteSpec.class, List.of("name", "rules")),
            Map.entry(BackendRefSpec.class, List.of("name")),
            Map.entry(ValueMatchSpec.class, List.of("name", "value")),
            Map.entry(RetrySpec.class, List.of("attempts")),
            Map.entry(ProxyProtocolSpec.class, List.of("trusted")),
            Map.entry(SessionsSpec.class, List.of("keyFiles")),
            Map.entry(StickySpec.Cookie.class, List.of("name")),
            Map.entry(FilterSpec.Cors.class, List.of("allowOrigins")),
            Map.entry(HeaderModifierSpec.HeaderSpec.class, List.of("name", "value")));

    private static final Map<String, List<?>> WORDS = Map.of(
            "ListenerTlsSpec.minVersion", List.of("TLSv1.2", "TLSv1.3"),
            "ListenerTlsSpec.alpn", List.of("h2", "http/1.1"),
            "ListenerTlsSpec.cipherSuites",
                    Stream.concat(AllowedSuites.TLS_1_3.stream(), AllowedSuites.TLS_1_2.stream())
                            .toList(),
            "BackendSpec.protocol", List.of("h2c"),
            "BackendTlsSpec.wellKnownCACertificates", List.of("System"),
            "MatchSpec.method", List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"),
            "RequestRedirect.scheme", List.of("http", "https"),
            "RequestRedirect.statusCode", List.of(301, 302, 303, 307, 308));

    private static final Map<String, IntRange> RANGES = Map.of(
            "ListenerSpec.port", new IntRange(1, 65_535),
            "LimitsSpec.headers", new IntRange(1, 1_000),
            "LimitsSpec.connections", new IntRange(1, 1_000_000),
            "LimitsSpec.requestsPerConnection", new IntRange(1, 1_000_000_000),
            "LimitsSpec.inFlight", new IntRange(1, 1_000_000),
            "RequestRedirect.port", new IntRange(1, 65_535),
            "BackendRefSpec.weight", new IntRange(0, 1_000_000),
            "RetrySpec.attempts", new IntRange(1, 5),
            "RetrySpec.codes", new IntRange(400, 599));

    /** Numbers of bytes, which a document writes with a unit or without. */
    private static final Set<String> SIZES =
            Set.of("LimitsSpec.headerBytes", "LimitsSpec.uriBytes", "LimitsSpec.bodyBytes", "RuleLimitsSpec.bodyBytes");

    private final Descriptions descriptions = new Descriptions();
    private final JsonObject definitions = new JsonObject();

    /** The whole schema, as it is kept in {@code config/gateway.schema.json}. */
    static String generate() {
        SchemaGenerator generator = new SchemaGenerator();
        JsonObject root = generator.object(GatewaySpec.class);
        JsonObject schema = new JsonObject()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "Sallyport gateway document");
        root.forEach(entry -> schema.put(entry.getKey(), entry.getValue()));
        return schema.put("definitions", generator.definitions).encodePrettily() + "\n";
    }

    private JsonObject object(Class<?> type) {
        JsonObject properties = new JsonObject();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = key(type, component);
            JsonObject schema = value(type.getSimpleName() + "." + key, component.getGenericType());
            // A reference may have no neighbours in this version of JSON Schema.
            JsonObject described =
                    schema.containsKey("$ref") ? new JsonObject().put("allOf", new JsonArray().add(schema)) : schema;
            properties.put(key, described.put("description", description(type, key, component.getGenericType())));
        }
        return closed(properties, REQUIRED.getOrDefault(type, List.of()));
    }

    /** What a field is, or else what the objects are that it holds. */
    private String description(Class<?> type, String key, Type content) {
        String field = descriptions.of(type, key);
        Type item = content instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : content;
        boolean ours = ((Class<?>) item).getName().startsWith("io.sallyport");
        if (field == null && !ours) {
            throw new AssertionError("no description of " + type.getSimpleName() + "." + key);
        }
        return field == null ? descriptions.of((Class<?>) item) : field;
    }

    private static String key(Class<?> type, RecordComponent component) {
        boolean system = type == BackendTlsSpec.class && component.getName().equals("systemTrust");
        return system ? "wellKnownCACertificates" : component.getName();
    }

    private static JsonObject closed(JsonObject properties, List<String> required) {
        JsonObject schema = new JsonObject()
                .put("type", "object")
                .put("additionalProperties", false)
                .put("properties", properties);
        return required.isEmpty() ? schema : schema.put("required", new JsonArray(required));
    }

    private JsonObject value(String at, Type type) {
        if (type instanceof ParameterizedType list) {
            return new JsonObject().put("type", "array").put("items", value(at, list.getActualTypeArguments()[0]));
        }
        Class<?> raw = (Class<?>) type;
        if (WORDS.containsKey(at)) {
            return new JsonObject().put("enum", new JsonArray(WORDS.get(at)));
        }
        if (raw == String.class) {
            return new JsonObject().put("type", "string");
        }
        if (raw == Duration.class || raw == EndpointSpec.class) {
            return new JsonObject().put("type", "string").put("pattern", raw == Duration.class ? DURATION : ENDPOINT);
        }
        if (SIZES.contains(at)) {
            return new JsonObject()
                    .put("type", new JsonArray().add("string").add("integer"))
                    .put("pattern", SIZE)
                    .put("minimum", 0);
        }
        if (raw == ServiceSpec.class) {
            return new JsonObject().put("type", "string").put("pattern", SERVICE);
        }
        if (raw == boolean.class) {
            return new JsonObject().put("type", "boolean");
        }
        if (raw == int.class || raw == Integer.class) {
            IntRange range = RANGES.get(at);
            return range == null ? new JsonObject().put("type", "integer") : whole(range);
        }
        return raw.isEnum() ? words(raw) : reference(raw);
    }

    private static JsonObject words(Class<?> type) {
        boolean asIs = type == ListenerSpec.Protocol.class;
        return new JsonObject()
                .put(
                        "enum",
                        new JsonArray(Arrays.stream(type.getEnumConstants())
                                .map(constant -> asIs ? constant.toString() : camel(constant.toString()))
                                .toList()));
    }

    /** {@code PATH_PREFIX} is written {@code PathPrefix}. */
    static String camel(String constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.toString();
    }

    private JsonObject reference(Class<?> type) {
        String name = type.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, new JsonObject());
            definitions.put(name, definition(type).put("description", descriptions.of(type)));
        }
        return new JsonObject().put("$ref", "#/definitions/" + name);
    }

    private JsonObject definition(Class<?> type) {
        if (type == StickySpec.class) {
            JsonObject properties = new JsonObject()
                    .put("cookie", reference(StickySpec.Cookie.class))
                    .put(
                            "header",
                            new JsonObject()
                                    .put("type", "string")
                                    .put("description", descriptions.of(StickySpec.Header.class)));
            return oneOf(closed(properties, List.of()), Stream.of("cookie", "header"));
        }
        if (type == PathModifierSpec.class) {
            JsonObject properties = new JsonObject()
                    .put(
                            "type",
                            words(PathModifierSpec.Type.class)
                                    .put("description", descriptions.of(PathModifierSpec.Type.class)));
            for (String key : List.of("replaceFullPath", "replacePrefixMatch")) {
                properties.put(
                        key,
                        new JsonObject()
                                .put("type", "string")
                                .put("description", description(type, "value", String.class)));
            }
            JsonObject schema = closed(properties, List.of("type"));
            return schema.put(
                    "oneOf",
                    new JsonArray()
                            .add(alternative("ReplaceFullPath", "replaceFullPath"))
                            .add(alternative("ReplacePrefixMatch", "replacePrefixMatch")));
        }
        if (type == FilterSpec.RequestMirror.class) {
            return mirror();
        }
        return type == FilterSpec.class ? filter() : object(type);
    }

    /** The record holds what the document says in several ways. */
    private JsonObject mirror() {
        JsonObject name = described(new JsonObject().put("type", "string"), "backend");
        JsonObject fraction = new JsonObject()
                .put("numerator", described(whole(new IntRange(0, Integer.MAX_VALUE)), "numerator"))
                .put("denominator", described(whole(new IntRange(1, Integer.MAX_VALUE)), "denominator"));
        JsonObject properties = new JsonObject()
                .put(
                        "backendRef",
                        closed(new JsonObject().put("name", name), List.of("name"))
                                .put("description", "where the copies go"))
                .put(
                        "percent",
                        whole(new IntRange(0, 100)).put("description", "how many of 100 requests; all by default"))
                .put(
                        "fraction",
                        closed(fraction, List.of("numerator")).put("description", "how many requests, as a fraction"));
        return closed(properties, List.of("backendRef"));
    }

    private JsonObject described(JsonObject schema, String field) {
        return schema.put("description", description(FilterSpec.RequestMirror.class, field, String.class));
    }

    private static JsonObject whole(IntRange range) {
        return new JsonObject()
                .put("type", "integer")
                .put("minimum", range.least())
                .put("maximum", range.most());
    }

    /** The type names the one key that stands beside it. */
    private JsonObject filter() {
        List<Class<?>> kinds = List.of(FilterSpec.class.getPermittedSubclasses());
        List<String> names = kinds.stream().map(SchemaGenerator::filterType).toList();
        JsonObject properties = new JsonObject()
                .put(
                        "type",
                        new JsonObject().put("enum", new JsonArray(names)).put("description", "which filter it is"));
        IntStream.range(0, kinds.size()).forEach(i -> properties.put(filterKey(kinds.get(i)), filter(kinds.get(i))));
        JsonObject schema = closed(properties, List.of("type"));
        JsonArray alternatives = new JsonArray();
        for (Class<?> kind : kinds) {
            alternatives.add(alternative(filterType(kind), filterKey(kind)));
        }
        return schema.put("oneOf", alternatives);
    }

    private static JsonObject alternative(String type, String key) {
        return new JsonObject()
                .put("properties", new JsonObject().put("type", new JsonObject().put("const", type)))
                .put("required", new JsonArray().add(key));
    }

    private JsonObject filter(Class<?> kind) {
        RecordComponent[] components = kind.getRecordComponents();
        boolean wrapped = components.length == 1 && components[0].getType().isRecord();
        Class<?> content = wrapped ? components[0].getType() : kind;
        return new JsonObject()
                .put("allOf", new JsonArray().add(reference(content)))
                .put("description", descriptions.of(kind));
    }

    private static String filterType(Class<?> kind) {
        return kind.getSimpleName().replaceFirst("^Url", "URL").replaceFirst("^Cors$", "CORS");
    }

    private static String filterKey(Class<?> kind) {
        String name = kind.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static JsonObject oneOf(JsonObject schema, Stream<String> keys) {
        return schema.put(
                "oneOf",
                new JsonArray(keys.map(key -> new JsonObject().put("required", new JsonArray().add(key)))
                        .toList()));
    }
}
