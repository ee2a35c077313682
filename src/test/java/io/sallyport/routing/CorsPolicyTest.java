package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.routing.HeaderEdit.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateway API, {@code HTTPCORSFilter} and GEP-1767. */
class CorsPolicyTest {

    private static final String PAGE = "https://shop.example.com";

    private static CorsPolicy policy(List<String> origins, boolean credentials, String all) {
        return new CorsPolicy(new CorsPolicy.Terms(
                origins, credentials, List.of(all.split(",")), List.of(all.split(",")), List.of(all.split(",")), 5));
    }

    private static Map<String, String> map(List<Field> fields) {
        Map<String, String> map = new TreeMap<>();
        fields.forEach(field -> assertThat(map.put(field.name(), field.value())).isNull());
        return map;
    }

    /** {@code allowOrigins}: scheme, host with its wildcard, port with its default. */
    @ParameterizedTest
    @CsvSource({
        "https://a.example.com, https://a.example.com, true",
        "https://a.example.com, https://A.EXAMPLE.com, true",
        "https://a.example.com, https://a.example.com:443, true",
        "https://a.example.com:443, https://a.example.com, true",
        "http://a.example.com:80, http://a.example.com, true",
        "https://a.example.com, http://a.example.com, false",
        "https://a.example.com, https://a.example.com:8443, false",
        "http://a.example.com:443, https://a.example.com, false",
        "https://a.example.com, https://b.a.example.com, false",
        "https://a.example.com, https://a.example.com.evil.org, false",
        "https://*.example.com, https://a.example.com, true",
        "https://*.example.com, https://b.a.example.com, true",
        "*, https://a.example.com, true",
        "*, '', false",
        "https://*.example.com, https://evil.org/.example.com, false",
        "https://*.example.com, https://evil.org#.example.com, false",
        "https://*.example.com, https://evil.org?.example.com, false",
        "https://*.example.com, https://evil.org\\.example.com, false",
        "https://*.example.com, https://user@evil.example.com, false",
        "https://*.example.com, https://a..example.com, false",
        "https://*.example.com, https://example.com, false",
        "https://*.example.com, https://.example.com, false",
        "https://*.example.com, https://evilexample.com, false",
        "https://*.example.com, http://a.example.com, false",
        "https://*.example.com, https://a.example.com:8443, false",
        "https://*.example.com:8443, https://a.example.com:8443, true",
        "https://*.example.com, https://evil.org:1.example.com, false",
        "http://*, http://a.example.com, true",
        "http://*, https://a.example.com, false",
        "http://*:8080, http://a.example.com:8080, true",
        "http://*:8080, http://a.example.com, false",
        "*, https://a.example.com, true",
        "*, null, true",
        "https://*, null, false"
    })
    void allowsOrigins(String allowed, String origin, boolean expected) {
        assertThat(policy(List.of(allowed), true, "x").answer(origin).isEmpty()).isEqualTo(!expected);
    }

    /** {@code allowOrigins}: the given origin is returned. */
    @Test
    void answersWithTheOriginThatIsAllowed() {
        CorsPolicy policy = policy(List.of("https://a.example.com", PAGE), false, "x-one,x-two");
        assertThat(map(policy.answer(PAGE)))
                .containsExactly(
                        Map.entry("access-control-allow-origin", PAGE),
                        Map.entry("access-control-expose-headers", "x-one, x-two"));
        assertThat(policy.answer("https://b.example.com")).isEmpty();
        assertThat(policy.preflight("https://b.example.com", "GET", null)).isEmpty();
        assertThat(policy.variesByOrigin()).isTrue();
    }

    /** Each {@code *} is sent as it is only without credentials. */
    @Test
    void answersWithWildcardsWithoutCredentials() {
        CorsPolicy policy = policy(List.of("*"), false, "*");
        assertThat(map(policy.answer(PAGE)))
                .containsExactly(
                        Map.entry("access-control-allow-origin", "*"), Map.entry("access-control-expose-headers", "*"));
        assertThat(map(policy.preflight(PAGE, "PUT", "x-one")))
                .containsExactly(
                        Map.entry("access-control-allow-headers", "*"),
                        Map.entry("access-control-allow-methods", "*"),
                        Map.entry("access-control-allow-origin", "*"),
                        Map.entry("access-control-max-age", "5"));
        assertThat(policy.variesByOrigin()).isFalse();
    }

    /** {@code allowCredentials} true: what was asked for takes the place of each {@code *}. */
    @Test
    void answersWithWhatWasAskedForWithCredentials() {
        CorsPolicy policy = policy(List.of("*"), true, "*");
        assertThat(map(policy.answer(PAGE)))
                .containsExactly(
                        Map.entry("access-control-allow-credentials", "true"),
                        Map.entry("access-control-allow-origin", PAGE));
        assertThat(map(policy.preflight(PAGE, "PUT", "x-one, x-two")))
                .containsExactly(
                        Map.entry("access-control-allow-credentials", "true"),
                        Map.entry("access-control-allow-headers", "x-one, x-two"),
                        Map.entry("access-control-allow-methods", "PUT"),
                        Map.entry("access-control-allow-origin", PAGE),
                        Map.entry("access-control-max-age", "5"));
        assertThat(map(policy.preflight(PAGE, "PUT", null))).doesNotContainKey("access-control-allow-headers");
        assertThat(policy.variesByOrigin()).isTrue();
    }

    /** {@code allowMethods}, {@code allowHeaders}: lists are sent as they are configured, and nothing if they are not. */
    @Test
    void answersAPreflightWithItsLists() {
        assertThat(map(policy(List.of(PAGE), false, "GET,PUT").preflight(PAGE, "DELETE", "x-other")))
                .containsEntry("access-control-allow-methods", "GET, PUT")
                .containsEntry("access-control-allow-headers", "GET, PUT");
        CorsPolicy bare =
                new CorsPolicy(new CorsPolicy.Terms(List.of(PAGE), false, List.of(), List.of(), List.of(), 600));
        assertThat(map(bare.preflight(PAGE, "GET", "x-other")))
                .containsExactly(
                        Map.entry("access-control-allow-origin", PAGE), Map.entry("access-control-max-age", "600"));
    }
}
