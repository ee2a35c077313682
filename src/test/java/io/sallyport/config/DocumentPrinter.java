package io.sallyport.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sallyport.config.PathModifierSpec.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes a document as YAML that says what its records say. What a record does not hold is left out. */
final class DocumentPrinter {

    private static final YAMLMapper YAML = new YAMLMapper();

    private DocumentPrinter() {}

    static String print(GatewaySpec spec) {
        return yaml(fields(spec));
    }

    /** The same with its routes as {@code HTTPRoute}s; they may say only what those can. */
    static String printHttpRoutes(GatewaySpec spec) {
        Map<String, Object> gateway = fields(spec);
        gateway.remove("routes");
        StringBuilder text = new StringBuilder(yaml(gateway));
        spec.routes().forEach(route -> text.append(yaml(httpRoute(route))));
        return text.toString();
    }

    private static Map<String, Object> httpRoute(RouteSpec route) {
        Map<String, Object> spec = fields(route);
        spec.remove("name");
        spec.remove("listeners");
        List<Object> parents = new ArrayList<>();
        route.listeners().forEach(name -> parents.add(Map.of("name", "outside", "sectionName", name)));
        spec.put("parentRefs", parents.isEmpty() ? List.of(Map.of("name", "outside")) : parents);
        List<?> rules = (List<?>) Objects.requireNonNull(spec.get("rules"));
        for (Object rule : rules) {
            Map<?, ?> timeouts = (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) rule).get("timeouts"));
            timeouts.keySet().removeAll(List.of("streamIdle", "tunnelIdle"));
            ((Map<?, ?>) rule).remove("upgrades");
            ((Map<?, ?>) rule).remove("limits");
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", "gateway.networking.k8s.io/v1");
        object.put("kind", "HTTPRoute");
        object.put("metadata", Map.of("name", route.name()));
        object.put("spec", spec);
        return object;
    }

    private static String yaml(Map<String, Object> tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Collection<?> items) {
            return items.isEmpty()
                    ? null
                    : items.stream().map(DocumentPrinter::value).toList();
        }
        if (value instanceof Duration duration) {
            return Durations.text(duration);
        }
        if (value instanceof ListenerSpec.Protocol || value instanceof ServiceSpec) {
            return value.toString();
        }
        if (value instanceof Enum<?> word) {
            return SchemaGenerator.camel(word.name());
        }
        if (value instanceof EndpointSpec endpoint) {
            String host = endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
            return (endpoint.tls() ? "https://" : "http://") + host + ":" + endpoint.port();
        }
        return object(value);
    }

    private static Object object(Object record) {
        if (record instanceof BackendTlsSpec tls) {
            Map<String, Object> fields = fields(tls);
            fields.remove("systemTrust");
            if (tls.systemTrust()) {
                fields.put("wellKnownCACertificates", "System");
            }
            return fields;
        }
        if (record instanceof StickySpec.Cookie cookie) {
            return Map.of("cookie", fields(cookie));
        }
        if (record instanceof StickySpec.Header header) {
            return Map.of("header", header.name());
        }
        if (record instanceof PathModifierSpec path) {
            boolean full = path.type() == Type.REPLACE_FULL_PATH;
            return Map.of(
                    "type",
                    SchemaGenerator.camel(path.type().name()),
                    full ? "replaceFullPath" : "replacePrefixMatch",
                    path.value());
        }
        return record instanceof FilterSpec filter ? filter(filter) : fields(record);
    }

    private static Object filter(FilterSpec filter) {
        String name = filter.getClass().getSimpleName();
        Map<String, Object> content = fields(filter);
        Object settings = content;
        if (filter instanceof FilterSpec.RequestMirror mirror) {
            settings = Map.of(
                    "backendRef",
                    Map.of("name", mirror.backend()),
                    "fraction",
                    Map.of("numerator", mirror.numerator(), "denominator", mirror.denominator()));
        } else if (content.containsKey("headers")) {
            settings = content.get("headers");
        }
        String type = name.equals("UrlRewrite") ? "URLRewrite" : name.equals("Cors") ? "CORS" : name;
        String key = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return Map.of("type", type, key, settings);
    }

    private static Map<String, Object> fields(Object record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Records.values(record).forEach((name, content) -> {
            Object written = value(content);
            if (written != null) {
                fields.put(name, written);
            }
        });
        return fields;
    }
}
