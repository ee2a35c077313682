package io.sallyport.e2e;

/** The cases with the JDK's TLS. */
class UpstreamTlsJdkTest extends UpstreamTlsCases {

    UpstreamTlsJdkTest() {
        super("jdk");
    }
}
