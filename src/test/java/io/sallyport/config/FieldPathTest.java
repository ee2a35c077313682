package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldPathTest {

    private final FieldPath root = Documents.parsed(Documents.SMALL).root();

    @Test
    void knowsThePlaceOfAValue() {
        FieldPath port = root.field("listeners").index(0).field("port");
        assertThat(port.violation("a taken port", "a free one"))
                .isEqualTo(new Violation(2, 23, "listeners[0].port", "a taken port", "a free one"));
    }

    @Test
    void takesThePlaceOfTheNearestParentThatExists() {
        FieldPath file = root.field("listeners").index(0).field("tls").field("caFile");
        assertThat(file.violation("nothing", "a file"))
                .isEqualTo(new Violation(2, 5, "listeners[0].tls.caFile", "nothing", "a file"));
    }

    @Test
    void takesThePlaceOfTheListForAnItemThatIsNotThere() {
        assertThat(root.field("routes").index(7).violation("", "")).isEqualTo(new Violation(6, 3, "routes[7]", "", ""));
        assertThat(root.field("routes").index(-1).violation("", "").line()).isEqualTo(6);
    }

    @Test
    void callsTheRootTheDocument() {
        assertThat(root).hasToString("(document)");
    }

    @Test
    void saysWhatWasFoundAndWhatIsAllowed() {
        Violation violation = new Violation(3, 4, "a.b", "x", "y");
        assertThat(violation.message()).isEqualTo("a.b: found x, allowed: y");
        assertThat(violation).hasToString("3:4: a.b: found x, allowed: y");
    }
}
