package io.sallyport.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@code HTTPRoute} as it is in a cluster (Gateway API v1). What it says means the same as in the gateway's own
 * routes; what has no meaning here is refused.
 */
final class HttpRouteReader {

    static final String GROUP = "gateway.networking.k8s.io";

    private static final String VERSION = GROUP + "/v1";
    private static final String KIND = "HTTPRoute";
    private static final Keys OBJECT = Keys.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final Keys METADATA = Keys.among("name", "namespace");
    private static final Keys STATUS = Keys.among();
    private static final Keys SPEC = Keys.of("parentRefs", "hostnames", "rules");

    private final Findings findings;
    private final ParentRefReader parents;
    private final Map<String, BackendSpec> backends = new HashMap<>();

    HttpRouteReader(Findings findings, List<ListenerSpec> listeners, List<BackendSpec> backends) {
        this.findings = findings;
        this.parents = new ParentRefReader(findings, listeners);
        backends.forEach(backend -> this.backends.putIfAbsent(backend.name(), backend));
    }

    /** Null: it is something else, which is refused. */
    @Nullable
    RouteSpec read(FieldPath at) {
        if (!KubernetesObject.is(at, VERSION, KIND)) {
            findings.refuse(at, KubernetesObject.describe(at), "an " + KIND + " of apiVersion " + VERSION);
            return null;
        }
        ObjectReader in = new ObjectReader(at, OBJECT, findings);
        ObjectReader metadata = new ObjectReader(in.at("metadata"), METADATA, findings);
        String namespace = metadata.text("namespace", TextRules.NAMESPACE);
        // Behind a namespace no name can be taken for the label of an absent one.
        String name = metadata.requiredText("name", namespace == null ? TextRules.NAME : TextRules.OBJECT_NAME);
        ObjectReader spec = new ObjectReader(in.at("spec"), SPEC, findings);
        in.object("status", status -> new ObjectReader(status, STATUS, findings));
        RouteBody body = new RouteBody(findings, new HttpRouteWords(findings, backends, namespace));
        return new RouteSpec(
                namespace == null || name.isEmpty() ? name : namespace + "/" + name,
                parents.listeners(spec),
                body.hostnames(spec),
                spec.has("rules") ? body.rules(spec) : body.anyRequest(spec));
    }
}
