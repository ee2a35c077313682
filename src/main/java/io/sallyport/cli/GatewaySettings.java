package io.sallyport.cli;

import io.sallyport.listener.PortSettings;
import io.sallyport.proxy.ProxySettings;
import io.sallyport.source.SourceSettings;
import io.sallyport.upstream.AddressRanges;
import io.sallyport.upstream.UpstreamSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is started with; the document says the rest.
 *
 * @param secrets the directory that the document's files are below
 * @param source where the document comes from
 * @param tlsEngine auto, openssl or jdk
 * @param upstreamAllow loopback, link-local and other reserved ranges that may be dialled all the same
 * @param maxSeries the most time series that rules may make
 * @param routerTimeout for how long the router before the gateway waits for an answer; null: nobody says
 */
public record GatewaySettings(
        Path secrets,
        SourceSettings source,
        String tlsEngine,
        AddressRanges upstreamAllow,
        int maxSeries,
        @Nullable Duration routerTimeout,
        PortSettings ports,
        UpstreamSettings upstream,
        ProxySettings proxy) {}
