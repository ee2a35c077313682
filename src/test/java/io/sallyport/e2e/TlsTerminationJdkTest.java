package io.sallyport.e2e;

/** The cases with the JDK's TLS. */
class TlsTerminationJdkTest extends TlsTerminationCases {

    TlsTerminationJdkTest() {
        super("jdk");
    }
}
