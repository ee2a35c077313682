package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostnamesTest {

    @ParameterizedTest
    @CsvSource({
        "a.org, a.org, true",
        "a.org, b.org, false",
        "*.a.org, b.a.org, true",
        "*.a.org, c.b.a.org, true",
        "*.a.org, a.org, false",
        "*.a.org, ba.org, false",
        "*.a.org, *.org, true",
        "*.a.org, *.a.org, true",
        "*.a.org, *.b.org, false",
        "*.a.org, *.b.a.org, true"
    })
    void meetWhereSomeHostIsMeantByBoth(String one, String other, boolean meet) {
        assertThat(Hostnames.meet(one, other)).isEqualTo(meet);
        assertThat(Hostnames.meet(other, one)).isEqualTo(meet);
    }

    @Test
    void boundsLabelsAndNames() {
        String label = "a".repeat(63);
        String name = String.join(".", label, label, label, "a".repeat(61));
        assertThat(Hostnames.isDnsName(name)).isTrue();
        assertThat(Hostnames.isDnsName(name + "a")).isFalse();
        assertThat(Hostnames.isDnsName(label + "a")).isFalse();
        assertThat(Hostnames.isHostname("*." + name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.2.3.4", "1", "a.1", "-a", "a-", "a_b", "A", ".a", "a.", "", "*", "*.", "*.*.a", "a*.b", "é"})
    void refuseWhatIsNoName(String text) {
        assertThat(Hostnames.isHostname(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "FE80::a"})
    void knowAddressesOfVersion6(String text) {
        assertThat(IpAddresses.isV6(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2:3:4:5:6:7:8",
                "1::2::3",
                "12345::",
                "g::",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "::1.2.3",
                "fe80::1%eth0",
                ":1",
                "1:",
                "::٣"
            })
    void knowWhatIsNoAddressOfVersion6(String text) {
        assertThat(IpAddresses.isV6(text)).isFalse();
    }
}
