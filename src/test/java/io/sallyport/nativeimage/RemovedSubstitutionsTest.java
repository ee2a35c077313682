package io.sallyport.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upgrade of Quarkus that moves or renames a substitution would otherwise bring it back without a word. */
class RemovedSubstitutionsTest {

    @ParameterizedTest
    @CsvSource({"quarkus-netty,5", "quarkus-vertx,3"})
    void eachNamedClassIsStillInItsJar(String artifact, int count) throws IOException {
        List<String> removed =
                BuildSettings.list("quarkus.class-loading.removed-resources.\"io.quarkus:" + artifact + "\"");

        assertThat(removed).hasSize(count).allSatisfy(resource -> {
            URL place = getClass().getClassLoader().getResource(resource);
            assertThat(place).as(resource).isNotNull().asString().contains("/" + artifact + "-");
        });
    }
}
