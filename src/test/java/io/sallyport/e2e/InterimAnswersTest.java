package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends that answer more than once: no user gets what was meant for another. */
class InterimAnswersTest {

    @Test
    void neverHandsOneUsersAnswerToTheNextOverHttp1(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = oneConnection(directory)) {
            RawBackend backend = rig.closing(new RawBackend((wire, number) -> {
                String head = wire.head();
                while (!head.isEmpty()) {
                    String user = head.split(" ", 3)[1];
                    wire.send("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 What\r\nx: y\r\n\r\n");
                    wire.send("HTTP/1.1 104 Upload\r\n\r\n");
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + user.length() + "\r\n\r\n" + user);
                    head = wire.head();
                }
            }));
            rig.start(rig.plainDocument(backend.url()));

            assertEachUserGetsTheirOwn(rig);
            assertThat(backend.connections()).isEqualTo(1);
        }
    }

    @Test
    void neverHandsOneUsersAnswerToTheNextOverHttp2(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = oneConnection(directory)) {
            TestBackend backend = rig.backend(HttpVersion.HTTP_2, request -> {
                interim(request, "102");
                interim(request, "104");
                request.response().end(request.path());
            });
            rig.start(rig.simpleDocument(backend));

            assertEachUserGetsTheirOwn(rig);
        }
    }

    @Test
    void takesNoSwitchOfProtocolsThatNobodyAskedFor(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = oneConnection(directory)) {
            RawBackend backend = rig.closing(new RawBackend((wire, number) -> {
                String user = wire.head().split(" ", 3)[1];
                wire.send("HTTP/1.1 101 Switching Protocols\r\n\r\n");
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + user.length() + "\r\n\r\n" + user);
                wire.head();
            }));
            rig.start(rig.plainDocument(backend.url()));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");

            assertThat(client.get("/alice").status()).isEqualTo(502);
            assertThat(client.get("/bob").status()).isEqualTo(502);
            assertThat(backend.connections()).isEqualTo(2);
            rig.counts(2, "code=\"502\"", "reason=\"UPSTREAM_PROTOCOL_ERROR\"");
        }
    }

    @Test
    void givesNobodyAnAnswerThatNobodyAskedFor(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = oneConnection(directory)) {
            RawBackend backend = rig.closing(new RawBackend((wire, number) -> {
                String user = wire.head().split(" ", 3)[1];
                String answer = "HTTP/1.1 200 OK\r\ncontent-length: " + user.length() + "\r\n\r\n" + user;
                wire.send(answer + answer);
                wire.head();
            }));
            rig.start(rig.plainDocument(backend.url()));

            List<String> users = List.of("/alice", "/bob", "/carol");
            for (int round = 0; round < 20; round++) {
                List<Exchanges.Answer> answers = ask(rig, users);
                for (int i = 0; i < users.size(); i++) {
                    assertThat(
                                    answers.get(i).status() == 503
                                            ? users.get(i)
                                            : answers.get(i).text())
                            .isEqualTo(users.get(i));
                }
            }
            rig.quiet();
        }
    }

    private static GatewayRig oneConnection(Path directory) throws Exception {
        return new GatewayRig(directory).lanes(1, 1);
    }

    private static void interim(HttpServerRequest request, String status) {
        ChannelHandlerContext ctx = ((ConnectionBase) request.connection()).channelHandlerContext();
        Http2ConnectionHandler handler = ctx.pipeline().get(Http2ConnectionHandler.class);
        handler.encoder()
                .writeHeaders(
                        ctx, request.streamId(), new DefaultHttp2Headers().status(status), 0, false, ctx.newPromise());
    }

    private static void assertEachUserGetsTheirOwn(GatewayRig rig) {
        for (int round = 0; round < 20; round++) {
            assertThat(ask(rig, List.of("/alice", "/bob", "/carol")))
                    .extracting(Exchanges.Answer::text)
                    .containsExactly("/alice", "/bob", "/carol");
        }
        rig.quiet();
    }

    private static List<Exchanges.Answer> ask(GatewayRig rig, List<String> users) {
        Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
        List<Future<Exchanges.Answer>> answers = new ArrayList<>();
        users.forEach(user -> answers.add(client.send(HttpMethod.GET, user, request -> {}, null)));
        return Await.get(Future.all(answers)).list();
    }
}
