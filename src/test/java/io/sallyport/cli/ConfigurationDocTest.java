package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/configuration.md has each setting, and its default, and none that there is not. */
class ConfigurationDocTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(sallyport\\.[^`]+)` \\| .+? \\| (.+?) \\| .+ \\|$");

    @Test
    void theTableHasEachSettingWithItsDefault() throws IOException {
        Map<String, String> written = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("docs/configuration.md")))
                .results()
                .forEach(row -> written.put(row.group(1), row.group(2)));
        Map<String, String> mapped = new TreeMap<>();
        collect(Settings.class, "sallyport", mapped);

        assertThat(written.keySet()).isEqualTo(mapped.keySet());
        mapped.forEach((key, value) -> {
            if (!value.isEmpty()) {
                assertThat(written.get(key)).as(key).isEqualTo("`" + value + "`");
            }
        });
    }

    private static void collect(Class<?> group, String prefix, Map<String, String> into) {
        for (Method method : group.getDeclaredMethods()) {
            String key =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            if (method.getReturnType().getEnclosingClass() == Settings.class) {
                collect(method.getReturnType(), key, into);
            } else {
                WithDefault value = method.getAnnotation(WithDefault.class);
                into.put(key, value == null ? "" : value.value());
            }
        }
    }
}
