package io.sallyport.e2e;

/** The cases with BoringSSL. */
class UpstreamTlsOpenSslTest extends UpstreamTlsCases {

    UpstreamTlsOpenSslTest() {
        super("openssl");
    }
}
