package io.sallyport.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.sallyport.config.GatewayDocument;
import io.sallyport.e2e.Await;
import io.sallyport.source.ConfigMapKey;
import io.sallyport.source.SourceSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A namespace to which {@code src/main/kubernetes} has been applied, as an operator uses it. */
final class GatewayNamespace {

    static final String GATEWAY = "sallyport";
    static final String KEY = "gateway.yaml";
    static final String LAST_GOOD = "sallyport-last-good";

    private final Cluster cluster;
    private final String name;
    private final String objects;

    GatewayNamespace(Cluster cluster) {
        this(cluster, "src/main/kubernetes");
    }

    /** @param form the directory of the Kustomization */
    GatewayNamespace(Cluster cluster, String form) {
        this.cluster = cluster;
        this.name = cluster.namespace();
        this.objects =
                cluster.kubectl("kustomize", form).replace("namespace: sallyport\n", "namespace: " + name + "\n");
        apply();
    }

    /** By server-side apply; an unknown field or a warning fails. */
    void apply() {
        cluster.apply(objects);
    }

    String name() {
        return name;
    }

    /** The watched ConfigMap as source, through a gate, with the ServiceAccount's token and nothing more. */
    SourceSettings source(int port, @Nullable Path copy) {
        return new SourceSettings.OfConfigMap(
                cluster.as(name, GATEWAY, port), new ConfigMapKey(name, GATEWAY, KEY), LAST_GOOD, copy, true);
    }

    static String revision(String document) {
        return GatewayDocument.revisionOf(document.getBytes(UTF_8));
    }

    /** Puts the document into the ConfigMap, which is made if it is not there; returns its revision. */
    String edit(String document) {
        cluster.admin()
                .configMaps()
                .inNamespace(name)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(GATEWAY)
                        .endMetadata()
                        .addToData(KEY, document)
                        .build())
                .forceConflicts()
                .serverSideApply();
        return revision(document);
    }

    void deleteDocument() {
        map(GATEWAY).delete();
        Await.until("the ConfigMap gone", () -> map(GATEWAY).get() == null);
    }

    /** The version of the watched ConfigMap. */
    String version() {
        return map(GATEWAY).require().getMetadata().getResourceVersion();
    }

    /** The document that is kept as the last good one; empty: none. */
    String lastGood() {
        Map<String, String> data = map(LAST_GOOD).require().getData();
        return data == null ? "" : data.getOrDefault(KEY, "");
    }

    /** Writes the last good one as a gateway does. */
    void keep(String document) {
        map(LAST_GOOD)
                .edit(map -> new ConfigMapBuilder(map).addToData(KEY, document).build());
    }

    /** Waits until this is the last good one. */
    void awaitLastGood(String document) {
        Await.until("last good: " + revision(document), () -> lastGood().equals(document));
    }

    private Resource<ConfigMap> map(String map) {
        return cluster.admin().configMaps().inNamespace(name).withName(map);
    }

    /** The Events on the ConfigMap. */
    List<Event> events() {
        return cluster.admin().v1().events().inNamespace(name).list().getItems().stream()
                .filter(event -> GATEWAY.equals(event.getInvolvedObject().getName()))
                .toList();
    }

    /** Waits for the Event of this revision, with this result. */
    Event event(String revision, String result) {
        String wanted = GATEWAY + "." + revision + "." + result;
        Await.until(
                "Event " + wanted,
                () -> cluster.admin()
                                .v1()
                                .events()
                                .inNamespace(name)
                                .withName(wanted)
                                .get()
                        != null);
        return cluster.admin().v1().events().inNamespace(name).withName(wanted).require();
    }

    /** Takes all rights from the gateway; what comes back gives them again. */
    Runnable revoke() {
        Resource<RoleBinding> binding =
                cluster.admin().rbac().roleBindings().inNamespace(name).withName(GATEWAY);
        RoleBinding before = binding.require();
        binding.delete();
        return () -> cluster.admin()
                .resource(new RoleBindingBuilder(before)
                        .withMetadata(new ObjectMetaBuilder()
                                .withNamespace(name)
                                .withName(GATEWAY)
                                .build())
                        .build())
                .create();
    }
}
