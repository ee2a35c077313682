package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where kubectl is there, its own kustomize makes the same of the manifests as {@link Kustomization}. */
class KubectlTest {

    @ParameterizedTest
    @EnumSource
    void buildsTheSameObjects(Form form) throws Exception {
        Process kubectl;
        try {
            kubectl = new ProcessBuilder(
                            "kubectl", "kustomize", form.directory().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assumeThat(false)
                    .as("kubectl is not here, so its build is not compared")
                    .isTrue();
            throw e;
        }
        String built = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(kubectl.waitFor()).isZero();
        assertThat(Kustomization.read(built)).containsExactlyInAnyOrderElementsOf(form.trees());
    }
}
