package io.sallyport.e2e;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.sallyport.cli.Issued;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A gRPC server of grpc-java on loopback, with one method of each kind; messages are texts. */
final class GrpcBackend implements AutoCloseable {

    static final MethodDescriptor<String, String> ECHO = method(MethodType.UNARY, "Echo");
    /** Answers with as many messages as the request says. */
    static final MethodDescriptor<String, String> COUNT = method(MethodType.SERVER_STREAMING, "Count");
    /** Answers with the number of messages once all have come. */
    static final MethodDescriptor<String, String> TAKE = method(MethodType.CLIENT_STREAMING, "Take");
    /** Answers each message at once. */
    static final MethodDescriptor<String, String> TALK = method(MethodType.BIDI_STREAMING, "Talk");
    /** Fails with the status that the request names. */
    static final MethodDescriptor<String, String> FAIL = method(MethodType.UNARY, "Fail");
    /** Sends one message and then nothing, until the caller leaves. */
    static final MethodDescriptor<String, String> HANG = method(MethodType.SERVER_STREAMING, "Hang");

    static final Metadata.Key<byte[]> BIG = Metadata.Key.of("big-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final BlockingQueue<String> left = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> deadlines = new LinkedBlockingQueue<>();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Server server;
    private final boolean tls;

    private GrpcBackend(@Nullable SslContext context) {
        this.tls = context != null;
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .channelType(NioServerSocketChannel.class)
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .maxInboundMetadataSize(64 * 1024)
                .addService(ServerInterceptors.intercept(service(), new Mirror()));
        if (context != null) {
            builder.sslContext(context);
        }
        try {
            this.server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without TLS: HTTP/2 with prior knowledge. */
    static GrpcBackend plain() {
        return new GrpcBackend(null);
    }

    /** Demands a certificate of the CA from its clients. */
    static GrpcBackend mutualTls(Issued own, String clientCa) {
        try {
            return new GrpcBackend(GrpcSslContexts.configure(
                            SslContextBuilder.forServer(bytes(own.certificatePem()), bytes(own.keyPem())))
                    .trustManager(bytes(clientCa))
                    .clientAuth(ClientAuth.REQUIRE)
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MethodDescriptor<String, String> method(MethodType type, String name) {
        return MethodDescriptor.<String, String>newBuilder(new Text(), new Text())
                .setType(type)
                .setFullMethodName("test.Words/" + name)
                .build();
    }

    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("test.Words")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcBackend::echo))
                .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(GrpcBackend::count))
                .addMethod(TAKE, ServerCalls.asyncClientStreamingCall(GrpcBackend::take))
                .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(this::talk))
                .addMethod(FAIL, ServerCalls.asyncUnaryCall(GrpcBackend::fail))
                .addMethod(HANG, ServerCalls.asyncServerStreamingCall(this::hang))
                .build();
    }

    private static void echo(String request, StreamObserver<String> answer) {
        answer.onNext(request);
        answer.onCompleted();
    }

    /** Writes as fast as it is read. */
    private static void count(String request, StreamObserver<String> answer) {
        ServerCallStreamObserver<String> to = (ServerCallStreamObserver<String>) answer;
        var next = IntStream.range(0, Integer.parseInt(request)).iterator();
        boolean[] ended = {false};
        to.setOnReadyHandler(() -> {
            while (to.isReady() && next.hasNext()) {
                to.onNext("message " + next.next());
            }
            if (!next.hasNext() && !ended[0]) {
                ended[0] = true;
                to.onCompleted();
            }
        });
    }

    private static StreamObserver<String> take(StreamObserver<String> answer) {
        return new Collected() {
            @Override
            public void onCompleted() {
                answer.onNext(Integer.toString(all().size()));
                answer.onCompleted();
            }
        };
    }

    private StreamObserver<String> talk(StreamObserver<String> answer) {
        onLeave(answer, "Talk");
        return new StreamObserver<>() {
            @Override
            public void onNext(String message) {
                answer.onNext("re: " + message);
            }

            @Override
            public void onError(Throwable failure) {
                // The caller left.
            }

            @Override
            public void onCompleted() {
                answer.onCompleted();
            }
        };
    }

    private static void fail(String request, StreamObserver<String> answer) {
        answer.onError(Status.fromCodeValue(Integer.parseInt(request))
                .withDescription("as wished")
                .asRuntimeException());
    }

    private void hang(String request, StreamObserver<String> answer) {
        onLeave(answer, "Hang");
        answer.onNext("begun");
    }

    private void onLeave(StreamObserver<String> answer, String method) {
        ((ServerCallStreamObserver<String>) answer).setOnCancelHandler(() -> left.add(method));
    }

    /** Waits until the caller of a call has left; tells the method. */
    String left() throws InterruptedException {
        return java.util.Objects.requireNonNull(left.poll(60, TimeUnit.SECONDS), "nobody left");
    }

    /** How many nanoseconds the next call had when it came here. */
    long deadline() throws InterruptedException {
        return java.util.Objects.requireNonNull(deadlines.poll(60, TimeUnit.SECONDS), "no call with a deadline");
    }

    int port() {
        return server.getPort();
    }

    String url() {
        return (tls ? "https" : "http") + "://127.0.0.1:" + port();
    }

    /** Sends big metadata back, in the head and in the trailers, and notes deadlines. */
    private final class Mirror implements ServerInterceptor {

        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            var deadline = Context.current().getDeadline();
            if (deadline != null) {
                deadlines.add(deadline.timeRemaining(TimeUnit.NANOSECONDS));
            }
            byte[] big = headers.get(BIG);
            return next.startCall(big == null ? call : new Doubling<>(call, big), headers);
        }
    }

    private static final class Doubling<A, B> extends io.grpc.ForwardingServerCall.SimpleForwardingServerCall<A, B> {

        private final byte[] big;

        Doubling(ServerCall<A, B> call, byte[] big) {
            super(call);
            this.big = big;
        }

        @Override
        public void sendHeaders(Metadata headers) {
            headers.put(BIG, big);
            super.sendHeaders(headers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            trailers.put(BIG, big);
            super.close(status, trailers);
        }
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {

        @Override
        public InputStream stream(String value) {
            return bytes(value);
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        server.shutdownNow().awaitTermination();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }
}
