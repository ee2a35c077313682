package io.sallyport.e2e;

/** The cases with BoringSSL. */
class TlsTerminationOpenSslTest extends TlsTerminationCases {

    TlsTerminationOpenSslTest() {
        super("openssl");
    }
}
