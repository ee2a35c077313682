package io.sallyport.e2e;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on loopback that says what it is told: addresses, nothing, a failure, or no word at all. */
final class DnsServer implements AutoCloseable {

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final Map<String, Zone> zones = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final Channel channel;

    private record Zone(DnsResponseCode code, int ttl, List<String> addresses) {}

    DnsServer() throws InterruptedException {
        Bootstrap bootstrap = new Bootstrap().group(group).channel(NioDatagramChannel.class);
        bootstrap.handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel made) {
                made.pipeline()
                        .addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Answering());
            }
        });
        channel = bootstrap.bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** How often it was asked so far. */
    int questions() {
        return questions.get();
    }

    /** IPv4 addresses of a name; one that is not known gets no word at all. */
    void answer(String name, int ttlSeconds, String... addresses) {
        zones.put(name + ".", new Zone(DnsResponseCode.NOERROR, ttlSeconds, List.of(addresses)));
    }

    void fail(String name) {
        zones.put(name + ".", new Zone(DnsResponseCode.SERVFAIL, 0, List.of()));
    }

    void fallSilent(String name) {
        zones.remove(name + ".");
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Answering extends SimpleChannelInboundHandler<DatagramDnsQuery> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
            questions.incrementAndGet();
            DnsQuestion question = Objects.requireNonNull(query.recordAt(DnsSection.QUESTION));
            Zone zone = zones.get(question.name());
            if (zone == null) {
                return;
            }
            DatagramDnsResponse response =
                    new DatagramDnsResponse(query.recipient(), query.sender(), query.id(), query.opCode(), zone.code);
            response.addRecord(DnsSection.QUESTION, question);
            if (question.type().equals(DnsRecordType.A)) {
                for (String address : zone.addresses) {
                    response.addRecord(
                            DnsSection.ANSWER,
                            new DefaultDnsRawRecord(
                                    question.name(),
                                    DnsRecordType.A,
                                    zone.ttl,
                                    Unpooled.wrappedBuffer(NetUtil.createByteArrayFromIpAddressString(address))));
                }
            }
            ctx.writeAndFlush(response);
        }
    }
}
