package io.sallyport.monitoring;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs only where {@code prometheus} and {@code promtool} are on the PATH (Debian's package {@code prometheus} has both),
 * and says so where not. With {@code SALLYPORT_PROMETHEUS=required} it runs in any case, and fails without them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("prometheus")
@ExtendWith(NeedsPrometheus.Condition.class)
@interface NeedsPrometheus {

    /** Decides for the class; its tests follow. */
    final class Condition implements ExecutionCondition {

        private static final List<String> TOOLS = List.of("prometheus", "promtool");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            ConditionEvaluationResult result = decide(System.getenv("PATH"), System.getenv("SALLYPORT_PROMETHEUS"));
            if (result.isDisabled() && context.getTestMethod().isEmpty()) {
                System.err.println(context.getDisplayName() + " is skipped: "
                        + result.getReason().orElse(""));
            }
            return result;
        }

        static ConditionEvaluationResult decide(@Nullable String path, @Nullable String wish) {
            if ("required".equals(wish)) {
                return ConditionEvaluationResult.enabled("SALLYPORT_PROMETHEUS=required");
            }
            List<String> missing =
                    TOOLS.stream().filter(tool -> !on(path, tool)).toList();
            return missing.isEmpty()
                    ? ConditionEvaluationResult.enabled("Prometheus is here")
                    : ConditionEvaluationResult.disabled(
                            String.join(" and ", missing) + " not found (Debian's package prometheus)");
        }

        private static boolean on(@Nullable String path, String tool) {
            return Stream.of(Objects.requireNonNullElse(path, "").split(File.pathSeparator))
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
        }
    }
}
