package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {

    @Test
    void readsMethodHostPathAndQuery() {
        Question question = Question.of("GET https://Shop.Example.com.:8443/a/b?x=1&y=%20z", List.of("X-A:  b "));

        assertThat(question.request().method()).isEqualTo("GET");
        assertThat(question.request().host()).isEqualTo("shop.example.com");
        assertThat(question.request().port()).isEqualTo(8443);
        assertThat(question.request().path()).isEqualTo("/a/b");
        assertThat(question.request().queryParam("y")).isEqualTo(" z");
        assertThat(question.request().header("x-a")).isEqualTo("b");
        assertThat(question.request().header("x-b")).isNull();
        assertThat(question.request().tls()).isTrue();
    }

    @Test
    void aPathMayBeLeftOut() {
        assertThat(Question.of("GET http://a.b", List.of()).request().path()).isEqualTo("/");
        assertThat(Question.of("GET http://a.b?x=1", List.of()).request().path())
                .isEqualTo("/");
    }

    @Test
    void equalHeadersAreJoined() {
        assertThat(Question.of("GET http://a.b", List.of("x: 1", "X: 2"))
                        .request()
                        .header("x"))
                .isEqualTo("1,2");
    }

    @Test
    void theHostIsSentAsSniUnlessItIsAnAddress() {
        assertThat(Question.of("GET https://A.b/", List.of()).serverName()).isEqualTo("a.b");
        assertThat(Question.of("GET https://10.0.0.1/", List.of()).serverName()).isNull();
        assertThat(Question.of("GET https://[::1]:8443/", List.of()).serverName())
                .isNull();
        assertThat(Question.of("GET http://a.b/", List.of()).serverName()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET",
                "GET /reviews",
                "https://a.b/",
                "GET ftp://a.b/",
                "GET https:///x",
                "GET https://user@a.b/",
                "GET https://a.b/ x",
                "GET https://a.b:0/",
                "GET https://a.b:99999/",
                "GET https://a:b:c/",
                "G ET https://a.b/"
            })
    void refusesWhatIsNoRequest(String request) {
        assertThatIllegalArgumentException().isThrownBy(() -> Question.of(request, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ": x", "a b: c", "Host: other.example.com"})
    void refusesWhatIsNoHeader(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> Question.of("GET http://a.b/", List.of(header)));
    }

    @Test
    void isBounded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Question.of("GET http://a.b/" + "x".repeat(20_000), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Question.of("GET http://a.b/", Collections.nCopies(101, "x: y")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Question.of("GET http://a.b/", List.of("x: " + "y".repeat(20_000))));
    }
}
