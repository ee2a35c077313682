package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import io.sallyport.proxy.Peer;
import io.sallyport.telemetry.ConnectionEnd;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Takes the header of the PROXY protocol, version 1 or 2, off a connection's beginning. A header that names no client of
 * TCP (LOCAL, UNKNOWN, UDP, UNIX) leaves the socket's peer as the client; what else it carries (TLV) is skipped. A
 * connection that begins otherwise is closed: the specification forbids to guess.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {

    /** Of all that a header may carry beside addresses. */
    private static final int MOST_TLV_BYTES = 8 * 1024;

    private final Guest guest;
    private final Runnable proceed;

    private ProxyHeader(Guest guest, Runnable proceed) {
        this.guest = guest;
        this.proceed = proceed;
    }

    /** Reads the header first, and then lets the connection go on. */
    static void expect(Channel channel, Guest guest, Runnable proceed) {
        channel.pipeline().addLast(new HAProxyMessageDecoder(MOST_TLV_BYTES), new ProxyHeader(guest, proceed));
    }

    /** What follows the header stays in the decoder, until that leaves the pipeline after this. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HAProxyMessage header = (HAProxyMessage) message;
        try {
            take(context.channel(), header);
        } finally {
            header.release();
        }
        proceed.run();
        context.pipeline().remove(this);
    }

    private static void take(Channel channel, HAProxyMessage header) {
        HAProxyProxiedProtocol protocol = header.proxiedProtocol();
        boolean named = header.command() == HAProxyCommand.PROXY
                && (protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6);
        byte[] address = named ? NetUtil.createByteArrayFromIpAddressString(header.sourceAddress()) : null;
        if (address != null) {
            try {
                Peer.speaksFor(channel, InetAddress.getByAddress(address));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("neither 4 nor 16 bytes", e);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        guest.end(ConnectionEnd.PROXY_MALFORMED);
    }
}
