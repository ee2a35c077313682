package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two clients on one event loop, whose messages come and go in turns, part by part. */
class InterleavedClientsTest {

    private static final int ROUNDS = 6;
    /** Below, at and above the sizes of buffers, chunks, TLS records and windows. */
    private static final List<Integer> PARTS = List.of(1, 300, 16_384, 9, 70_000, 4_096, 131_073, 2);

    private final Map<String, Seen> bodies = new ConcurrentHashMap<>();
    private final Map<String, HttpServerResponse> answers = new ConcurrentHashMap<>();

    /** One side's view of a client's message. */
    private static final class Seen {

        private final Buffer bytes = Buffer.buffer();
        private volatile int length;

        void add(Buffer part) {
            bytes.appendBuffer(part);
            length = bytes.length();
        }

        void await(int expected) {
            Await.until(expected + " bytes", () -> length >= expected);
        }

        void assertIs(String text) {
            assertThat(bytes.toString("ISO-8859-1")).isEqualTo(text);
        }
    }

    /** A client's exchange on its kept connection, with its own letters. */
    private final class Client {

        private final String name;
        private final String letters;
        private final Seen body = new Seen();
        private final Seen answer = new Seen();
        private final StringBuilder sent = new StringBuilder();
        private final StringBuilder answered = new StringBuilder();
        private final HttpClientRequest request;
        private final Future<Void> ended;

        Client(String name, String letters, HttpClient http, int port) {
            this.name = name;
            this.letters = letters;
            this.request = Await.get(http.request(Exchanges.options(port, "shop.example.com", HttpMethod.POST, "/")));
            bodies.put(name, body);
            answers.remove(name);
            request.putHeader("x-client", name).setChunked(true);
            ended = request.response()
                    .compose(response -> response.handler(answer::add).end());
            Await.get(request.sendHead());
        }

        private String part(StringBuilder message, int length) {
            StringBuilder part = new StringBuilder(length);
            for (int i = 0; i < length; i++) {
                part.append(letters.charAt((message.length() + i) % letters.length()));
            }
            message.append(part);
            return part.toString();
        }

        void send(int length) {
            request.write(Buffer.buffer(part(sent, length)));
            body.await(sent.length());
        }

        void sendEnd() {
            request.end();
            Await.until("the request is whole", () -> answers.containsKey(name));
        }

        private HttpServerResponse atBackend() {
            return Objects.requireNonNull(answers.get(name));
        }

        void receive(int length) {
            atBackend().write(Buffer.buffer(part(answered, length)));
            answer.await(answered.length());
        }

        void receiveEnd() {
            atBackend().end();
            Await.get(ended);
            body.assertIs(sent.toString());
            answer.assertIs(answered.toString());
        }
    }

    private void serve(HttpServerRequest request) {
        String client = request.getHeader("x-client");
        request.handler(Objects.requireNonNull(bodies.get(client))::add);
        request.endHandler(v -> answers.put(client, request.response().setChunked(true)));
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1, HTTP_1_1", "HTTP_1_1, HTTP_2", "HTTP_2, HTTP_1_1", "HTTP_2, HTTP_2"})
    void getTheirOwnBytesAndNoOthers(HttpVersion down, HttpVersion up, @TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory).lanes(1, 8)) {
            rig.start(rig.simpleDocument(rig.backend(up, this::serve)));
            HttpClient first = rig.client(down);
            HttpClient second = rig.client(down);
            for (int round = 0; round < ROUNDS; round++) {
                exchange(List.of(
                        new Client("first", "abcdefghijk", first, rig.port()),
                        new Client("second", "nopqrstuvwxyz", second, rig.port())));
            }
        }
    }

    private static void exchange(List<Client> clients) {
        PARTS.forEach(length -> clients.forEach(client -> client.send(length)));
        clients.forEach(Client::sendEnd);
        PARTS.forEach(length -> clients.forEach(client -> client.receive(length)));
        clients.forEach(Client::receiveEnd);
    }
}
