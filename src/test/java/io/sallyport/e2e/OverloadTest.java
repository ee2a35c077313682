package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beyond what may be under way requests are refused at once, and taken again as soon as there is room. */
class OverloadTest {

    private static final String HOST = "shop.example.com";

    private final HeldAnswers answers = new HeldAnswers();
    private int underWay;

    @Test
    void beyondTheProcessBoundRequestsAreRefusedUntilThereIsRoom(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).mostInFlight(3)) {
            TestBackend backend = rig.plainBackend(answers);
            rig.start(rig.plainDocument(backend.url()));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), HOST);
            List<Future<Exchanges.Answer>> held = hold(client, 3);

            assertRefused(client.get("/"));
            // Before anything is matched: not even a host that nobody serves is told so.
            assertRefused(new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com")
                    .get("/", request -> request.putHeader("host", "nobody.example.net")));
            rig.counts(2, "code=\"503\"", "reason=\"OVERLOADED\"", "route=\"none\"");
            assertThat(backend.requests()).isEqualTo(3);

            answers.release();
            held.forEach(each -> assertThat(Await.get(each).status()).isEqualTo(200));
            rig.quiet();
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void aListenersBoundIsItsOwnAndOutlivesAReload(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            TestBackend backend = rig.plainBackend(answers);
            int other = GatewayRig.freePort();
            String document = rig.httpsListener() + "    limits: {inFlight: 2}\n"
                    + rig.httpsListener()
                            .replace("listeners:\n", "")
                            .replace("name: public", "name: other")
                            .replace("port: " + rig.port(), "port: " + other)
                    + rig.plainDocument(backend.url())
                            .substring(rig.httpsListener().length());
            rig.start(document);
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), HOST);
            Exchanges elsewhere = new Exchanges(rig.client(HttpVersion.HTTP_1_1), other, HOST);
            List<Future<Exchanges.Answer>> held = new ArrayList<>(hold(client, 2));

            assertRefused(client.get("/"));
            rig.document(document.replace("name: all", "name: every"));
            assertRefused(client.get("/"));
            held.addAll(hold(elsewhere, 1));
            rig.counts(2, "listener=\"public\"", "reason=\"OVERLOADED\"", "route=\"none\"");

            answers.release();
            held.forEach(each -> assertThat(Await.get(each).status()).isEqualTo(200));
            rig.quiet();
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    private List<Future<Exchanges.Answer>> hold(Exchanges client, int count) {
        List<Future<Exchanges.Answer>> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            held.add(client.send(HttpMethod.GET, "/hold", request -> {}, null));
        }
        underWay += count;
        answers.await(underWay);
        return held;
    }

    private static void assertRefused(Exchanges.Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().get("retry-after")).isEqualTo("1");
    }
}
