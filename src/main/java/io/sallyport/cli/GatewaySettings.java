package io.sallyport.cli;

import io.sallyport.listener.PortSettings;
import io.sallyport.proxy.ProxySettings;
import io.sallyport.source.SourceSettings;
import io.sallyport.upstream.AddressRanges;
import io.sallyport.upstream.UpstreamSettings;
import java.nio.file.Path;

/**
 * What a gateway is started with; the document says the rest.
 *
 * @param secrets the directory that the document's files are below
 * @param source where the document comes from
 * @param tlsEngine auto, openssl or jdk
 * @param upstreamAllow loopback, link-local and other reserved ranges that may be dialled all the same
 * @param maxSeries the most time series that rules may make
 */
public record GatewaySettings(
        Path secrets,
        SourceSettings source,
        String tlsEngine,
        AddressRanges upstreamAllow,
        int maxSeries,
        PortSettings ports,
        UpstreamSettings upstream,
        ProxySettings proxy) {}
