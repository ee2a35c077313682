package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.sallyport.source.MockApi;
import io.sallyport.source.SourceSettings;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway that takes its document from a ConfigMap; the API server is fabric8's mock. */
class ConfigMapTest {

    private final MockApi api = new MockApi();
    private final Path directory;
    private final GatewayRig rig;
    private final TestBackend backend;

    ConfigMapTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        this.rig = new GatewayRig(directory);
        this.backend = rig.backend(request -> TestBackend.answer(request, "ok"));
        rig.source(source(null));
    }

    private SourceSettings source(@Nullable Path copy) {
        return new SourceSettings.OfConfigMap(api.access(), MockApi.SOURCE, MockApi.LAST_GOOD, copy, true);
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
        api.close();
    }

    private long eventsWith(String reason) {
        return api.events().stream()
                .filter(event -> event.getReason().equals(reason))
                .count();
    }

    @Test
    void editsUnderLoadLoseNoRequestAndAreTold() {
        api.makeLastGood();
        String last = new EditsUnderLoad(rig, api::write).run();

        Await.until("an Event for each bad edit", () -> eventsWith("Refused") == EditsUnderLoad.EDITS / 10);
        Await.until("an Event for each good edit", () -> eventsWith("Taken") == EditsUnderLoad.EDITS * 9 / 10 + 2);
        Await.until("the last good document", () -> last.equals(api.lastGood()));
        assertThat(api.events().stream()
                        .filter(event -> event.getReason().equals("Refused"))
                        .map(Event::getMessage))
                .allMatch(message -> message.contains("backendRefs[1].name: found \"three\""));
    }

    @Test
    void startsWithNothingAndComesUpWhenTheConfigMapAppears() {
        rig.start();
        Await.until("told", () -> rig.status().missing() != null);
        assertThat(rig.status().missing()).isEqualTo("ConfigMap edge/sallyport does not exist");
        assertThat(rig.status().revision()).isNull();
        assertThat(rig.sum("sallyport_config_source_up")).isZero();

        String document = rig.simpleDocument(backend);
        api.write(document);
        rig.awaitInForce(document);
        assertThat(rig.sum("sallyport_config_source_up")).isEqualTo(1);
    }

    @Test
    void takesHttpRoutesBehindTheDocument() {
        api.makeLastGood();
        String own = rig.simpleDocument(backend);
        String document = own + """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: pasted, namespace: shop}
                spec:
                  parentRefs: [{name: outside}]
                  rules: [{matches: [{path: {value: /pasted}}], backendRefs: [{name: app, port: 8443}]}]
                """;
        api.write(document);
        rig.start();
        rig.awaitInForce(document);
        Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");

        assertThat(client.get("/pasted").text()).isEqualTo("ok");
        rig.logged("\"route\":\"shop/pasted\"");
        Await.until("kept", () -> document.equals(api.lastGood()));
    }

    @Test
    void startsOnTheKeptCopyWhenTheApiServerIsAway() {
        api.makeLastGood();
        String document = rig.simpleDocument(backend);
        api.write(document);
        rig.source(source(directory)).start();
        rig.awaitInForce(document);
        rig.stop();
        api.kill();

        rig.start();
        Await.until("the last good document", () -> rig.status().onLastGood());
        assertThat(rig.status().missing()).contains("the API server cannot be reached");
        assertThat(rig.sum("sallyport_config_on_last_good")).isEqualTo(1);
        assertThat(rig.sum("sallyport_config_source_up")).isZero();

        api.restart();
        Await.until("the source", () -> !rig.status().onLastGood());
        assertThat(rig.status().missing()).isNull();
        assertThat(rig.sum("sallyport_config_on_last_good")).isZero();
    }

    @Test
    void startsOnTheLastGoodConfigMapWhenThePresentDocumentIsRefused() {
        api.makeLastGood();
        String document = rig.simpleDocument(backend);
        api.write(document);
        rig.start();
        rig.awaitInForce(document);
        Await.until("kept", () -> document.equals(api.lastGood()));
        rig.stop();
        api.write("nonsense: 1\n");

        rig.start();
        Await.until("the last good document", () -> rig.status().onLastGood());
        assertThat(rig.status().refused()).isNotNull();
        Await.until("an Event", () -> eventsWith("OnLastGood") == 1);
        assertThat(api.lastGood()).isEqualTo(document);
    }

    @Test
    void aLostApiServerDoesNotHoldUpTraffic() throws Exception {
        String document = rig.simpleDocument(backend);
        api.write(document);
        rig.start();
        rig.awaitInForce(document);
        Load load = Load.everyKind(rig);
        api.kill();
        Await.until("told", () -> rig.status().missing() != null);
        long before = load.good();
        Await.until("a hundred more requests", () -> load.good() > before + 100);
        load.stop();

        assertThat(load.failures()).isEmpty();
        api.restart();
        Await.until("found again", () -> rig.status().missing() == null);
    }
}
