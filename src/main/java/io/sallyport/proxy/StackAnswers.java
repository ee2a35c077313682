package io.sallyport.proxy;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/** Tells the streams of a connection of HTTP/2 that Netty answers by itself from those that become exchanges. */
final class StackAnswers {

    private final Http2Connection connection;
    private final Http2Connection.PropertyKey taken;

    StackAnswers(Http2Connection connection) {
        this.connection = connection;
        this.taken = connection.newKey();
    }

    /** The stream has become an exchange. */
    void take(int streamId) {
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            stream.setProperty(taken, this);
        }
    }

    /** Tells of each stream that is answered and closed without ever having become an exchange. */
    void onEach(Runnable task) {
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                if (stream.isHeadersSent() && stream.getProperty(taken) == null) {
                    task.run();
                }
            }
        });
    }
}
