package io.sallyport.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules as an {@code HTTPRoute} has them (Gateway API v1, {@code HTTPRouteRule}, {@code HTTPBackendRef}). */
final class HttpRouteWords implements RuleWords {

    private static final Keys RULE =
            Keys.of("name", "matches", "filters", "backendRefs", "timeouts", "retry", "sessionPersistence");
    private static final Keys BACKEND_REF = Keys.of("group", "kind", "name", "namespace", "port", "weight", "filters");
    private static final Keys MIRROR_REF = Keys.of("group", "kind", "name", "namespace", "port");
    private static final Keys TIMEOUTS = Keys.of("request", "backendRequest");
    private static final TextRule GROUP = TextRule.holding("\"\", the core API group", String::isEmpty);
    private static final Choices<String> KINDS = Choices.words("Service");
    private static final int ONCE = 1;

    private final Findings findings;
    private final Map<String, BackendSpec> backends;
    private final @Nullable String namespace;

    /** @param namespace the route's own; absent: it does not say */
    HttpRouteWords(Findings findings, Map<String, BackendSpec> backends, @Nullable String namespace) {
        this.findings = findings;
        this.backends = backends;
        this.namespace = namespace;
    }

    @Override
    public Keys rule() {
        return RULE;
    }

    @Override
    public Keys timeouts() {
        return TIMEOUTS;
    }

    @Override
    public Keys backendRef() {
        return BACKEND_REF;
    }

    @Override
    public Keys mirrorRef() {
        return MIRROR_REF;
    }

    /** The Gateway API leaves open what holds where nothing is said (GEP-1731). */
    @Override
    public int attempts(ObjectReader retry, IntRange range) {
        return retry.integer("attempts", range, ONCE);
    }

    @Override
    public String backend(ObjectReader ref) {
        ref.text("group", GROUP);
        ref.choice("kind", KINDS, "");
        String name = ref.requiredText("name", TextRules.LABEL);
        String named = ref.text("namespace", TextRules.NAMESPACE);
        int port = ref.integer("port", ListenerReader.PORT, 0);
        BackendSpec backend = backends.get(name);
        if (backend != null && backend.service() != null) {
            compare(ref, backend.service(), named == null ? namespace : named, port);
        }
        return name;
    }

    /** What neither the reference nor its route says fits. */
    private void compare(ObjectReader ref, ServiceSpec service, @Nullable String said, int port) {
        String allowed = ", as the backend stands for " + service;
        if (said != null && !said.equals(service.namespace())) {
            findings.refuse(ref.at("namespace"), "the namespace " + said, service.namespace() + allowed);
        }
        if (port != 0 && port != service.port()) {
            findings.refuse(ref.at("port"), "the port " + port, service.port() + allowed);
        }
    }
}
