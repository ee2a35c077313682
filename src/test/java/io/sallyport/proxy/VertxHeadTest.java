package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VertxHeadTest {

    @Test
    void readsParametersWithCaseAndInOrder() {
        assertThat(VertxHead.parameters("/p?a=1&A=2&a=3&b&c=x+y%20z"))
                .isEqualTo(Map.of("a", List.of("1", "3"), "A", List.of("2"), "b", List.of(""), "c", List.of("x y z")));
        assertThat(VertxHead.parameters("/p")).isEmpty();
    }

    /** A client could switch a rule off by it, while its backend reads the rest all the same. */
    @Test
    void whatCannotBeDecodedHidesNothingBesideIt() {
        assertThat(VertxHead.parameters("/p?a=1&%zz=%&%"))
                .containsEntry("a", List.of("1"))
                .containsKey("%zz");
    }

    @Test
    void manyParametersHideNothingBehindThem() {
        assertThat(VertxHead.parameters("/p?" + "x&".repeat(5_000) + "a=1")).containsEntry("a", List.of("1"));
    }
}
