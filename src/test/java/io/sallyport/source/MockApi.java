package io.sallyport.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * fabric8's mock of an API server with a store behind it. It can be killed and brought back at its port, and made to
 * fail. It knows no rights, and no versions: each watch begins with all there is.
 */
public final class MockApi implements AutoCloseable {

    public static final ConfigMapKey SOURCE = new ConfigMapKey("edge", "sallyport", "gateway.yaml");
    public static final String LAST_GOOD = "sallyport-last-good";

    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    static {
        REQUESTS.setLevel(Level.WARNING);
    }

    private final KubernetesCrudDispatcher store = new KubernetesCrudDispatcher();
    private final Queue<RecordedRequest> requests = new ConcurrentLinkedQueue<>();
    private volatile Function<RecordedRequest, @Nullable MockResponse> fault = request -> null;
    private MockWebServer server = new MockWebServer();
    private final int port;
    private final KubernetesClient admin;

    public MockApi() {
        serve(0);
        port = server.getPort();
        admin = new KubernetesClientBuilder().withConfig(access()).build();
    }

    private void serve(int where) {
        server = new MockWebServer();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                requests.add(request);
                MockResponse failed = fault.apply(request);
                return failed == null ? store.dispatch(request) : failed;
            }
        });
        server.start(InetAddress.getLoopbackAddress(), where);
    }

    /** What a gateway is given to reach it. */
    public Config access() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port)
                .withNamespace(SOURCE.namespace())
                .build();
    }

    public KubernetesClient admin() {
        return admin;
    }

    /** Cuts all connections; nobody listens at the port any more. */
    public void kill() {
        server.shutdown();
    }

    /** Comes back with what it held. */
    public void restart() {
        serve(port);
    }

    /** Answers so, where the function has an answer. */
    void fail(Function<RecordedRequest, @Nullable MockResponse> answer) {
        fault = answer;
    }

    void mend() {
        fault = request -> null;
    }

    /** Requests so far, as {@code GET /path?query}. */
    List<String> requests() {
        return requests.stream()
                .map(request -> request.getMethod() + " " + request.getPath())
                .toList();
    }

    static boolean isWatch(RecordedRequest request) {
        return request.getPath().contains("watch=true");
    }

    /** A watch that is told at once that its version is gone. */
    static MockResponse gone() {
        String status = """
                {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired",\
                "message":"too old resource version","code":410}}""";
        return new MockResponse().withWebSocketUpgrade(new WebSocketListener() {
            @Override
            public void onOpen(WebSocket webSocket, io.fabric8.mockwebserver.http.Response response) {
                webSocket.send(status);
            }
        });
    }

    /** A watch that opens and never says anything. */
    static MockResponse silence() {
        return new MockResponse().withWebSocketUpgrade(new WebSocketListener() {});
    }

    /** Takes the request and leaves it. */
    static MockResponse never() {
        return new MockResponse().setBody("late").setBodyDelay(Duration.ofHours(1));
    }

    static MockResponse conflict() {
        return new MockResponse().setResponseCode(409).setBody("""
                {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Conflict","code":409}""");
    }

    static MockResponse forbidden() {
        return new MockResponse().setResponseCode(403).setBody("""
                {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403}""");
    }

    /** Writes the document, as a new ConfigMap or into the one that is there. */
    public void write(String document) {
        write(Map.of(SOURCE.key(), document));
    }

    void write(byte[] document) {
        write(new String(document, StandardCharsets.UTF_8));
    }

    void write(Map<String, String> data) {
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(SOURCE.namespace())
                .withName(SOURCE.name())
                .endMetadata()
                .withData(data)
                .build();
        if (admin.resource(map).get() == null) {
            admin.resource(map).create();
        } else {
            admin.resource(map).update();
        }
    }

    void delete() {
        admin.configMaps()
                .inNamespace(SOURCE.namespace())
                .withName(SOURCE.name())
                .delete();
    }

    /** Makes the ConfigMap of the last good document, as the manifests do: without data. */
    public void makeLastGood() {
        admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(SOURCE.namespace())
                        .withName(LAST_GOOD)
                        .endMetadata()
                        .build())
                .create();
    }

    /** What the ConfigMap of the last good document holds. */
    public @Nullable String lastGood() {
        ConfigMap map = admin.configMaps()
                .inNamespace(SOURCE.namespace())
                .withName(LAST_GOOD)
                .get();
        return map == null || map.getData() == null ? null : map.getData().get(SOURCE.key());
    }

    public List<Event> events() {
        return admin.v1().events().inNamespace(SOURCE.namespace()).list().getItems();
    }

    @Override
    public void close() {
        admin.close();
        server.shutdown();
    }
}
