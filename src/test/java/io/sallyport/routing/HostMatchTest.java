package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateway API v1, {@code HTTPRoute.spec.hostnames} and {@code Listener.hostname}. */
class HostMatchTest {

    @ParameterizedTest
    @CsvSource({
        "shop.example.com, shop.example.com, true",
        "Shop.Example.COM, shop.example.com, true",
        "shop.example.com, example.com, false",
        "shop.example.com, www.shop.example.com, false",
        "*.example.com, shop.example.com, true",
        "*.example.com, www.shop.example.com, true",
        "*.example.com, example.com, false",
        "*.example.com, .example.com, false",
        "*.example.com, badexample.com, false",
        "*.example.com, shop.example.org, false",
        "*.com, example.com, true",
        "*.com, com, false",
    })
    void matchesAsTheGatewayApiSays(String hostname, String host, boolean matches) {
        assertThat(HostMatch.of(hostname).matches(host)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop.example.com", "127.0.0.1"})
    void anyTakesEveryHostAndNone(String host) {
        assertThat(HostMatch.any().matches(host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "any, any, any",
        "any, shop.example.com, shop.example.com",
        "any, *.example.com, *.example.com",
        "shop.example.com, shop.example.com, shop.example.com",
        "shop.example.com, www.example.com,",
        "*.example.com, shop.example.com, shop.example.com",
        "*.example.com, www.shop.example.com, www.shop.example.com",
        "*.example.com, example.com,",
        "*.example.com, *.example.com, *.example.com",
        "*.example.com, *.shop.example.com, *.shop.example.com",
        "*.example.com, *.badexample.com,",
        "*.example.com, *.example.org,",
        "*.example.com, *.com, *.example.com",
    })
    void theNarrowerOfTwoHostsIsWhereTheyMeet(String one, String other, @Nullable String narrower) {
        HostMatch expected = narrower == null ? null : host(narrower);

        assertThat(HostMatch.intersect(host(one), host(other))).isEqualTo(expected);
        assertThat(HostMatch.intersect(host(other), host(one))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*.", "www.*.com", "*.*.com", "*shop.example.com", "shop*.example.com"})
    void refusesWhatIsNoHostname(String hostname) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostMatch.of(hostname));
    }

    @Test
    void aWildcardThatLooksLikeAnyIsNotIt() {
        assertThat(HostMatch.intersect(HostMatch.any(), HostMatch.of("*.com"))).isNotEqualTo(HostMatch.any());
    }

    private static HostMatch host(String name) {
        return name.equals("any") ? HostMatch.any() : HostMatch.of(name);
    }
}
