package io.sallyport.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What is done to the header fields of one request and of one answer, without the fields that need a connection
 * ({@code Host}, {@code Forwarded} and the like). The copy itself, a new map, is part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderBenchmark {

    private final MultiMap request = new HeadersMultiMap()
            .add("host", "shop.example.com")
            .add("connection", "keep-alive")
            .add("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
            .add("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
            .add("accept-language", "en-GB,en;q=0.5")
            .add("accept-encoding", "gzip, deflate, br, zstd")
            .add("cookie", "session=4c9184f37cff01bcdc32dc486ec36961; canary=7a1f")
            .add("referer", "https://shop.example.com/reviews")
            .add("sec-fetch-dest", "document")
            .add("sec-fetch-mode", "navigate")
            .add("sec-fetch-site", "same-origin")
            .add("priority", "u=0, i");

    private final MultiMap answer = new HeadersMultiMap()
            .add("date", "Tue, 24 Nov 2026 12:00:00 GMT")
            .add("server", "reviews")
            .add("content-type", "application/json")
            .add("content-length", "90")
            .add("cache-control", "no-store")
            .add("etag", "\"33a64df5\"")
            .add("vary", "accept-encoding")
            .add("connection", "keep-alive");

    /** Twelve fields of a browser, none of which a client may not say. */
    @Benchmark
    public MultiMap requestOfAStranger() {
        RequestFields.clean(request, false);
        MultiMap copy = new HeadersMultiMap();
        HeaderRules.passOn(request, false, copy);
        return copy;
    }

    /** Eight fields of a backend. */
    @Benchmark
    public MultiMap answer() {
        MultiMap copy = new HeadersMultiMap();
        HeaderRules.toDownstream(answer, copy);
        return copy;
    }
}
