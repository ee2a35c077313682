package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFieldsTest {

    private final MultiMap fields = HttpHeaders.headers();

    private RequestFields found(boolean trusted) {
        return RequestFields.clean(fields, trusted);
    }

    @Test
    void countsWhatCameAlsoWhatIsTakenOut() {
        fields.add("Host", "a").add("x-ssl-cert", "MII").add("x_under", "1").add("HOST", "b");

        RequestFields found = found(false);
        assertThat(found.count()).isEqualTo(4);
        assertThat(found.bytes()).isEqualTo(4 * 32 + 5 + 13 + 8 + 5);
        assertThat(found.hosts()).isEqualTo(2);
        assertThat(found.underscored()).isTrue();
        assertThat(fields.names()).containsExactlyInAnyOrder("Host", "x_under");
    }

    @Test
    void takesWhatConnectionNamesAndWhatAStrangerMayNotSay() {
        fields.add("Connection", "x-hop, close")
                .add("X-Hop", "1")
                .add("X-Forwarded-For", "1")
                .add("Accept", "*/*");

        assertThat(found(false).closes()).isTrue();
        assertThat(fields.names()).containsExactlyInAnyOrder("Connection", "Accept");
    }

    @ParameterizedTest
    @CsvSource({"close, true", "CLOSE, true", "'keep-alive, close', true", "keep-alive, false", "closed, false"})
    void closeCountsWhereverItStands(String value, boolean closes) {
        fields.add("connection", value);

        assertThat(found(false).closes()).isEqualTo(closes);
    }

    @Test
    void believesTheFirstSaneRequestIdOfATrustedProxy() {
        fields.add("x-forwarded-", "no id").add("X-Request-Id", "a1").add("x-request-id", "b2");

        assertThat(found(true).requestId()).isEqualTo("a1");
        assertThat(found(false).requestId()).isNull();
        assertThat(RequestFields.clean(HttpHeaders.headers().add("x-request-id", "a b"), true)
                        .requestId())
                .isNull();
    }
}
