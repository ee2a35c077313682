package io.sallyport.cli;

import io.sallyport.listener.PortSettings;
import io.sallyport.proxy.ProxySettings;
import io.sallyport.upstream.AddressRanges;
import io.sallyport.upstream.UpstreamSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is started with; the document says the rest.
 *
 * @param secrets the directory that the document's files are below
 * @param source the document
 * @param lastGood where the last good document is kept; absent: beside the document
 * @param tlsEngine auto, openssl or jdk
 * @param upstreamAllow loopback, link-local and other reserved ranges that may be dialled all the same
 * @param maxSeries the most time series that rules may make
 */
public record GatewaySettings(
        Path secrets,
        Path source,
        @Nullable Path lastGood,
        String tlsEngine,
        AddressRanges upstreamAllow,
        int maxSeries,
        PortSettings ports,
        UpstreamSettings upstream,
        ProxySettings proxy) {}
