package io.sallyport.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.io.TempDir;

class NeedsPrometheusTest {

    @Test
    void skipsAndNamesWhatIsMissing(@TempDir Path bin) throws IOException {
        ConditionEvaluationResult nothing = NeedsPrometheus.Condition.decide(bin.toString(), null);
        assertThat(nothing.isDisabled()).isTrue();
        assertThat(nothing.getReason()).contains("prometheus and promtool not found (Debian's package prometheus)");

        install(bin, "prometheus");
        assertThat(NeedsPrometheus.Condition.decide(bin.toString(), null).isDisabled())
                .isTrue();

        install(bin, "promtool");
        assertThat(NeedsPrometheus.Condition.decide(bin.toString(), null).isDisabled())
                .isFalse();
    }

    @Test
    void runsInAnyCaseWhereItIsRequired(@TempDir Path bin) {
        assertThat(NeedsPrometheus.Condition.decide(bin.toString(), "required").isDisabled())
                .isFalse();
    }

    private static void install(Path bin, String tool) throws IOException {
        assertThat(Files.createFile(bin.resolve(tool)).toFile().setExecutable(true))
                .isTrue();
    }
}
