package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CipherSuitesTest {

    @Test
    void allowsForwardSecretAuthenticatedSuitesOnly() {
        assertThat(CipherSuites.ALLOWED).allMatch(suite -> suite.contains("_GCM_") || suite.contains("_CHACHA20_"));
        assertThat(CipherSuites.ALLOWED).allMatch(suite -> suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_"));
    }

    @Test
    void leavesOutWhatServesLowerVersions() {
        assertThat(CipherSuites.versions(CipherSuites.select(List.of(), "TLSv1.3")))
                .containsExactly("TLSv1.3");
        assertThat(CipherSuites.versions(CipherSuites.select(List.of(), "TLSv1.2")))
                .containsExactly("TLSv1.2", "TLSv1.3");
    }

    @Test
    void refusesOtherSuitesAndNone() {
        assertThatThrownBy(() -> CipherSuites.select(List.of("TLS_RSA_WITH_AES_128_GCM_SHA256"), "TLSv1.2"))
                .hasMessage("cipher suite TLS_RSA_WITH_AES_128_GCM_SHA256 is not allowed");
        assertThatThrownBy(() -> CipherSuites.select(List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"), "TLSv1.3"))
                .hasMessage("no cipher suite is left for TLSv1.3");
    }
}
