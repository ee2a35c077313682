package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerIdentityTest {

    private static final ThrowawayCa CA = ThrowawayCa.create("test CA");

    @ParameterizedTest
    @CsvSource({
        "a.example.com,a.example.com,true",
        "A.Example.com,a.example.COM,true",
        "a.example.com.,a.example.com,true",
        "b.example.com,a.example.com,false",
        "a.example.com,*.example.com,true",
        "a.b.example.com,*.example.com,false",
        "example.com,*.example.com,false",
        ".example.com,*.example.com,false",
        "a.com,*.com,false",
        "a,*,false",
        "ab.example.com,a*.example.com,false",
        "a.b.example.com,a.*.example.com,false",
        "1.2.3.4,1.2.3.4,false"
    })
    void matchesDnsNamesByRfc9525(String serverName, String certified, boolean expected) {
        assertThat(accepts(serverName, Leaf.server().dns(certified))).isEqualTo(expected);
    }

    @Test
    void matchesAddressesByTheirBytes() {
        Leaf leaf = Leaf.server().address("10.0.0.1").address("2001:db8::1");
        assertThat(accepts("10.0.0.1", leaf)).isTrue();
        assertThat(accepts("2001:DB8:0:0::1", leaf)).isTrue();
        assertThat(accepts("10.0.0.2", leaf)).isFalse();
    }

    @Test
    void neverTakesTheCommonName() {
        assertThat(accepts("gateway.test", Leaf.client("gateway.test"))).isFalse();
    }

    @Test
    void takesAlternativeNamesExactly() throws Exception {
        X509Certificate leaf =
                CA.issue(Leaf.server("*.shop.svc").uri("spiffe://a/b")).certificate();
        assertThat(accepts(new ServerIdentity("x.test", List.of("spiffe://a/b")), leaf))
                .isTrue();
        assertThat(accepts(new ServerIdentity("x.test", List.of("*.shop.svc")), leaf))
                .isTrue();
        assertThat(accepts(new ServerIdentity("x.test", List.of("spiffe://a")), leaf))
                .isFalse();
        assertThat(accepts(new ServerIdentity("x.test", List.of("a.shop.svc")), leaf))
                .isFalse();
    }

    private static boolean accepts(String serverName, Leaf leaf) {
        return accepts(new ServerIdentity(serverName, List.of()), CA.issue(leaf).certificate());
    }

    private static boolean accepts(ServerIdentity identity, X509Certificate leaf) {
        try {
            identity.check(leaf);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }
}
