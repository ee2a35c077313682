package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** gRPC by its own library on both sides: over TLS to a backend with mTLS, and without TLS on either side. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcTest {

    private static final int MANY = 10_000;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Map<Wires, GrpcBackend> backends = new EnumMap<>(Wires.class);
    private final Map<Wires, ManagedChannel> channels = new EnumMap<>(Wires.class);
    private GatewayRig rig;

    enum Wires {
        TLS,
        PLAIN
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory);
        GrpcBackend secure = rig.closing(
                GrpcBackend.mutualTls(rig.backendCertificate(), rig.ca().pem()));
        GrpcBackend plain = rig.closing(GrpcBackend.plain());
        int plainPort = GatewayRig.freePort();
        rig.start(rig.httpsListener() + """
                  - {name: plain, port: %d, protocol: HTTP}
                backends:
                  - name: secure
                    endpoints: [%s]
                    tls: {caFile: ca.crt, certificateFile: gateway.crt, keyFile: gateway.key, serverName: backend.shop.svc}
                  - {name: clear, protocol: h2c, endpoints: [%s]}
                routes:
                  - {name: secure, listeners: [public], rules: [{backendRefs: [{name: secure}]}]}
                  - {name: clear, listeners: [plain], rules: [{backendRefs: [{name: clear}]}]}
                """.formatted(plainPort, secure.url(), plain.url()));
        backends.put(Wires.TLS, secure);
        backends.put(Wires.PLAIN, plain);
        channels.put(
                Wires.TLS,
                channel(rig.port())
                        .sslContext(GrpcSslContexts.forClient()
                                .trustManager(GrpcBackend.bytes(rig.ca().pem()))
                                .build())
                        .build());
        channels.put(
                Wires.PLAIN,
                channel(plainPort).negotiationType(NegotiationType.PLAINTEXT).build());
    }

    private NettyChannelBuilder channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .overrideAuthority("shop.example.com")
                .channelType(NioSocketChannel.class)
                .eventLoopGroup(loops)
                .maxInboundMetadataSize(128 * 1024)
                .disableRetry();
    }

    @AfterEach
    void nothingIsLeftInFlight() {
        rig.quiet();
    }

    @AfterAll
    void stop() throws Exception {
        for (ManagedChannel channel : channels.values()) {
            channel.shutdownNow().awaitTermination(60, TimeUnit.SECONDS);
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        rig.close();
    }

    private ManagedChannel channel(Wires wires) {
        return Objects.requireNonNull(channels.get(wires));
    }

    private GrpcBackend backend(Wires wires) {
        return Objects.requireNonNull(backends.get(wires));
    }

    private static Status failure(Runnable call) {
        try {
            call.run();
            return Status.OK;
        } catch (io.grpc.StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersOneMessageWithOne(Wires wires) {
        String large = "x".repeat(1_000_000);
        for (String message : new String[] {"hello", "", large}) {
            assertThat(ClientCalls.blockingUnaryCall(channel(wires), GrpcBackend.ECHO, CallOptions.DEFAULT, message))
                    .isEqualTo(message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamsManyMessagesDown(Wires wires) {
        Collected answers = new Collected();
        ClientCalls.asyncServerStreamingCall(
                channel(wires).newCall(GrpcBackend.COUNT, CallOptions.DEFAULT), Integer.toString(MANY), answers);

        assertThat(answers.status()).isEqualTo(Status.OK);
        assertThat(answers.all())
                .isEqualTo(
                        IntStream.range(0, MANY).mapToObj(i -> "message " + i).toList());
    }

    @ParameterizedTest
    @EnumSource
    void streamsManyMessagesUp(Wires wires) {
        Collected answers = new Collected();
        StreamObserver<String> up = ClientCalls.asyncClientStreamingCall(
                channel(wires).newCall(GrpcBackend.TAKE, CallOptions.DEFAULT), answers);
        IntStream.range(0, MANY).forEach(i -> up.onNext("message " + i));
        up.onCompleted();

        assertThat(answers.status()).isEqualTo(Status.OK);
        assertThat(answers.all()).containsExactly(Integer.toString(MANY));
    }

    @ParameterizedTest
    @EnumSource
    void streamsManyMessagesBothWaysInTurn(Wires wires) {
        Collected answers = new Collected();
        StreamObserver<String> up = ClientCalls.asyncBidiStreamingCall(
                channel(wires).newCall(GrpcBackend.TALK, CallOptions.DEFAULT), answers);
        // The first waits for its answer: nothing may wait for the request's end.
        up.onNext("first");
        Await.until("an answer", () -> !answers.all().isEmpty());
        IntStream.range(0, MANY).forEach(i -> up.onNext("message " + i));
        up.onCompleted();

        assertThat(answers.status()).isEqualTo(Status.OK);
        assertThat(answers.all()).hasSize(MANY + 1).startsWith("re: first").endsWith("re: message " + (MANY - 1));
    }

    /** An answer that has no message is its trailers alone, in one HEADERS frame. */
    @ParameterizedTest
    @EnumSource
    void passesAStatusWithItsMessage(Wires wires) {
        for (int code : new int[] {1, 3, 5, 14, 16}) {
            Status status = failure(() -> ClientCalls.blockingUnaryCall(
                    channel(wires), GrpcBackend.FAIL, CallOptions.DEFAULT, Integer.toString(code)));
            assertThat(status.getCode().value()).isEqualTo(code);
            assertThat(status.getDescription()).isEqualTo("as wished");
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesBigMetadataBothWaysAndInTrailers(Wires wires) {
        byte[] big = new byte[20 * 1024];
        new Random(5).nextBytes(big);
        Metadata sent = new Metadata();
        sent.put(GrpcBackend.BIG, big);
        AtomicReference<Metadata> head = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();

        ClientCalls.blockingUnaryCall(
                io.grpc.ClientInterceptors.intercept(
                        channel(wires),
                        MetadataUtils.newAttachHeadersInterceptor(sent),
                        MetadataUtils.newCaptureMetadataInterceptor(head, trailers)),
                GrpcBackend.ECHO,
                CallOptions.DEFAULT,
                "hello");

        assertThat(Objects.requireNonNull(head.get()).get(GrpcBackend.BIG)).isEqualTo(big);
        assertThat(Objects.requireNonNull(trailers.get()).get(GrpcBackend.BIG)).isEqualTo(big);
    }

    @ParameterizedTest
    @EnumSource
    void aCallerThatCancelsFreesTheBackend(Wires wires) throws Exception {
        Collected answers = new Collected();
        ClientCall<String, String> call = channel(wires).newCall(GrpcBackend.HANG, CallOptions.DEFAULT);
        ClientCalls.asyncServerStreamingCall(call, "", answers);
        Await.until("the first message", () -> !answers.all().isEmpty());

        call.cancel("enough", null);

        assertThat(backend(wires).left()).isEqualTo("Hang");
        assertThat(answers.status().getCode()).isEqualTo(Status.Code.CANCELLED);
        rig.logged("/test.Words/Hang", "\"code\":499", wires == Wires.TLS ? "\"secure\"" : "\"clear\"");
    }

    @ParameterizedTest
    @EnumSource
    void aDeadlineReachesTheBackendAndEndsTheCall(Wires wires) throws Exception {
        Collected answers = new Collected();
        ClientCalls.asyncServerStreamingCall(
                channel(wires)
                        .newCall(GrpcBackend.HANG, CallOptions.DEFAULT.withDeadlineAfter(800, TimeUnit.MILLISECONDS)),
                "",
                answers);

        assertThat(backend(wires).deadline()).isPositive().isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(800));
        assertThat(answers.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(backend(wires).left()).isEqualTo("Hang");
    }

    /** One stream that nobody reads holds up none of the others on its connection, to the client or to the backend. */
    @ParameterizedTest
    @EnumSource
    void aStreamThatNobodyReadsHoldsUpNoOther(Wires wires) {
        ClientCall<String, String> stalled = channel(wires).newCall(GrpcBackend.COUNT, CallOptions.DEFAULT);
        stalled.start(new ClientCall.Listener<>() {}, new Metadata());
        stalled.sendMessage(Integer.toString(100_000_000));
        stalled.halfClose();

        for (int i = 0; i < 20; i++) {
            assertThat(ClientCalls.blockingUnaryCall(
                            channel(wires), GrpcBackend.ECHO, CallOptions.DEFAULT, "x".repeat(100_000)))
                    .hasSize(100_000);
        }
        stalled.cancel("enough", null);
    }
}
