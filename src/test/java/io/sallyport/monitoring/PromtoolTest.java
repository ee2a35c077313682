package io.sallyport.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules, as Prometheus' own tool judges them. */
@NeedsPrometheus
class PromtoolTest {

    static final List<Path> CASES = Stream.of("alerts.yaml", "alerts-over-days.yaml")
            .map(Path.of("src/test/resources/monitoring")::resolve)
            .toList();

    @Test
    void theRulesAreValid(@TempDir Path directory) throws Exception {
        AlertRules.write(directory.resolve("rules.yaml"));

        assertThat(promtool(directory, "check", "rules", "rules.yaml")).contains("SUCCESS");
    }

    @Test
    void eachAlertFiresAndRests(@TempDir Path directory) throws Exception {
        AlertRules.writeWithSummaries(directory.resolve("rules.yaml"));
        for (Path cases : CASES) {
            String name = cases.getFileName().toString();
            Files.copy(cases, directory.resolve(name));

            assertThat(promtool(directory, "test", "rules", name)).contains("SUCCESS");
        }
    }

    private static String promtool(Path directory, String... arguments) throws IOException, InterruptedException {
        Path out = directory.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder("promtool");
        builder.command().addAll(List.of(arguments));
        Process process = builder.directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        int code = process.waitFor();
        String said = Files.readString(out);
        assertThat(code).as(said).isZero();
        return said;
    }
}
