package io.sallyport.proxy;

import io.sallyport.upstream.AddressRanges;

/**
 * What holds for all requests.
 *
 * @param trustedProxies peers whose word on the client counts, judged by the socket's address
 * @param trustedClients clients that are told why ({@code x-sallyport-reason})
 * @param mostInFlight exchanges under way at once, beyond which requests are refused
 * @param accessLog whether each exchange is written down
 */
public record ProxySettings(
        AddressRanges trustedProxies, AddressRanges trustedClients, int mostInFlight, boolean accessLog) {}
