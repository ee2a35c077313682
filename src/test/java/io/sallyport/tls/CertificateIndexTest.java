package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Leaf;
import io.sallyport.cli.ThrowawayCa;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CertificateIndexTest {

    private static final ThrowawayCa CA = ThrowawayCa.create("test CA");
    private static final Leaf A = Leaf.server("a.test");

    @Test
    void takesTheFirstOfEqualNamesForEachKeyType() {
        CertificateIndex index = index(A, A, A.rsa(), A.rsa());
        assertThat(index.find("a.test", "EC")).isEqualTo(0);
        assertThat(index.find("a.test", "RSA")).isEqualTo(2);
        assertThat(index.find(null, "EC")).isEqualTo(0);
        assertThat(index.find(null, "RSA")).isEqualTo(2);
    }

    @Test
    void takesTheVeryNameBeforeAWildcardInAnyOrder() {
        CertificateIndex index = index(Leaf.server("*.test"), A);
        assertThat(index.find("A.test", "EC")).isEqualTo(1);
        assertThat(index.find("b.test", "EC")).isEqualTo(0);
    }

    @Test
    void offersNoOtherNamesCertificateForTheSakeOfAKeyType() {
        CertificateIndex index = index(Leaf.server("first.test").rsa(), A);
        assertThat(index.find("a.test", "RSA")).isNull();
        assertThat(index.find("unknown", "EC")).isNull();
        assertThat(index.find("unknown", "RSA")).isEqualTo(0);
    }

    private static CertificateIndex index(Leaf... leaves) {
        List<CertifiedKey> keys =
                Stream.of(leaves).map(leaf -> Material.key(CA.issue(leaf))).toList();
        return new CertificateIndex(keys);
    }
}
