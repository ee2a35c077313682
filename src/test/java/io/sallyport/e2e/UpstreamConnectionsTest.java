package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which connections to a backend are used again, by whom, and for how long they are kept. */
class UpstreamConnectionsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

    private final CountDownLatch ended = new CountDownLatch(1);
    private GatewayRig rig;
    private HttpClient http;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).lanes(1, 1);
        http = rig.client(HttpVersion.HTTP_2);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private RawBackend start(RawBackend.Script script) throws IOException {
        RawBackend backend = rig.closing(new RawBackend(script));
        rig.start(rig.plainDocument(backend.url()));
        return backend;
    }

    private Exchanges client() {
        return new Exchanges(http, rig.port(), "shop.example.com");
    }

    /** Answers each request the same. */
    private RawBackend answering(String answer) throws IOException {
        return start((wire, number) -> {
            while (!wire.head().isEmpty()) {
                wire.send(answer);
            }
            ended.countDown();
        });
    }

    @Test
    void oneConnectionCarriesRequestsInTurn() throws Exception {
        RawBackend backend = answering(OK);

        for (int i = 0; i < 5; i++) {
            assertThat(client().get("/").text()).isEqualTo("ok");
        }

        assertThat(backend.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK|content-length: 2|connection: close||ok'",
        "'HTTP/1.1 200 OK|content-length: 2|connection: te, close||ok'",
        "'HTTP/1.0 200 OK|content-length: 2||ok'"
    })
    void aConnectionThatTheBackendGivesUpIsNotUsedAgain(String answer) throws Exception {
        RawBackend backend = answering(answer.replace("|", "\r\n"));

        assertThat(client().get("/").text()).isEqualTo("ok");
        assertThat(client().get("/").text()).isEqualTo("ok");

        assertThat(backend.connections()).isEqualTo(2);
    }

    @Test
    void anHttp10ConnectionThatIsKeptAliveIsUsedAgain() throws Exception {
        RawBackend backend = answering("HTTP/1.0 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok");

        assertThat(client().get("/").text()).isEqualTo("ok");
        assertThat(client().get("/").text()).isEqualTo("ok");

        assertThat(backend.connections()).isEqualTo(1);
    }

    @Test
    void aConnectionIsNotKeptForLongerThanTheBackendKeepsIt() throws Exception {
        answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nkeep-alive: timeout=1\r\n\r\nok");

        assertThat(client().get("/").text()).isEqualTo("ok");

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void requestsThatWaitForTheOnlyConnectionAreServedInTheirOrder() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        List<String> asked = new ArrayList<>();
        RawBackend backend = start((wire, number) -> {
            for (String head = wire.head(); !head.isEmpty(); head = wire.head()) {
                asked.add(head.split(" ", 3)[1]);
                await(release);
                wire.send(OK);
            }
        });
        List<Future<Exchanges.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(client().send(HttpMethod.GET, "/" + i, request -> {}, null));
        }
        Await.until("20 in flight", () -> rig.scrape()
                .lines()
                .anyMatch(line -> line.startsWith("sallyport_requests_in_flight") && line.endsWith(" 20.0")));

        release.countDown();

        for (Future<Exchanges.Answer> answer : answers) {
            assertThat(Await.get(answer).text()).isEqualTo("ok");
        }
        assertThat(backend.connections()).isEqualTo(1);
        assertThat(asked).hasSize(20).first().isEqualTo("/0");
    }

    @Test
    void whereNoConnectionCanBeOpenedAllThatWaitAreTold() throws Exception {
        RawBackend backend = answering(OK);
        backend.close();

        List<Future<Exchanges.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(client().send(HttpMethod.GET, "/" + i, request -> {}, null));
        }

        for (Future<Exchanges.Answer> answer : answers) {
            assertThat(Await.get(answer).status()).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @CsvSource({"'na(me): x'", "': x'", "'name: a\u0001b'"})
    void anAnswerWithAFieldThatIsNoneIsNotPassedOn(String field) throws Exception {
        answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n" + field + "\r\n\r\nok");

        assertThat(client().get("/").status()).isEqualTo(502);
        rig.counts(1, "reason=\"UPSTREAM_PROTOCOL_ERROR\"");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not released");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
