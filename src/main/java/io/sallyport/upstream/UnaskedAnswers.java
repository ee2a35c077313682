package io.sallyport.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends an HTTP/1.1 connection on which a backend answers more often than it was asked. The pool gives the connection to
 * the next request within the very read that ends an answer, and Vert.x sends nothing before that read is over: an answer
 * that follows within it can be meant for nobody, least of all for the next user.
 */
final class UnaskedAnswers extends ChannelInboundHandlerAdapter {

    private boolean interim;
    private boolean answered;
    private boolean refusing;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpResponse response) {
            if (answered && !refusing) {
                refusing = true;
                ctx.close();
            }
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (refusing) {
            ReferenceCountUtil.release(message);
            return;
        }
        answered |= message instanceof LastHttpContent && !interim;
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        answered = false;
        ctx.fireChannelReadComplete();
    }
}
