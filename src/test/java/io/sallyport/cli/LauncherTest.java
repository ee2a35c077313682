package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the top, run in a copy of the project with a Maven and a JDK that only tell what they were told. */
class LauncherTest {
    private static final String BUILDING = "sallyport: building";

    private Path scratch;
    private Path project;
    private Path jdk;
    private Path tools;
    private Path application;

    @BeforeEach
    void layOutAProject(@TempDir Path directory) throws IOException {
        scratch = directory;
        project = Files.createDirectories(scratch.resolve("a project"));
        Files.createDirectories(project.resolve(".mvn"));
        Files.createDirectories(project.resolve("src/main/java"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.copy(Path.of("sallyport"), project.resolve("sallyport"), StandardCopyOption.COPY_ATTRIBUTES);
        application = project.resolve("target/quarkus-app/quarkus-run.jar");

        jdk = scratch.resolve("some tools");
        tools = Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"99.0.1\"\n");
        script(tools.resolve("javac"), "exit 1");
        script(tools.resolve("java"), "for a in \"$@\"; do echo \"<$a>\"; done; echo \"pid $$\"; exit 7");
        maven("mkdir -p target/quarkus-app; echo built >>target/builds; touch target/quarkus-app/quarkus-run.jar");
    }

    @Test
    void buildsWhatIsMissingAndTellsSo() throws Exception {
        Child child = launch();

        assertThat(child.err()).startsWith(BUILDING).hasLineCount(1);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void doesNotBuildWhatIsUpToDate() throws Exception {
        launch();
        Child second = launch();

        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        launch();
        Path source = Files.writeString(project.resolve("src/main/java/New.java"), "");
        FileTime later =
                FileTime.from(Files.getLastModifiedTime(application).toInstant().plus(Duration.ofSeconds(5)));
        Files.setLastModifiedTime(source, later);
        launch();

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void handsItsArgumentsAndItsProcessToJava() throws Exception {
        Process process = launcher("check", "a file.yaml", "--x=*").start();
        List<String> lines;
        try (var reader = process.inputReader()) {
            lines = reader.lines().toList();
        }

        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(lines).contains("<-jar>", "<" + application.toRealPath() + ">");
        assertThat(lines).endsWith("<check>", "<a file.yaml>", "<--x=*>", "pid " + process.pid());
    }

    @Test
    void buildsOnceForSeveralAtATime() throws Exception {
        List<CompletableFuture<Child>> launches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            launches.add(CompletableFuture.supplyAsync(this::launchUnchecked));
        }

        assertThat(launches)
                .allSatisfy(launch -> assertThat(launch.join().exitCode()).isEqualTo(7));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void showsTheOutputOfABuildThatFailed() throws Exception {
        maven("echo 'a fault in the source'; exit 1");
        Child child = launch();

        assertThat(child.exitCode()).isEqualTo(2);
        assertThat(child.err()).contains("a fault in the source").endsWith("sallyport: the build failed\n");
        assertThat(child.out()).isEmpty();
        assertThat(project.resolve("target")).isEmptyDirectory();
    }

    private Child launch() throws IOException, InterruptedException {
        return Child.run(launcher(), scratch);
    }

    private Child launchUnchecked() {
        try {
            return launch();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder launcher(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(project.resolve("sallyport").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().merge("PATH", tools.toString(), (path, ours) -> ours + ":" + path);
        return builder;
    }

    private long builds() throws IOException {
        return Files.readAllLines(project.resolve("target/builds")).size();
    }

    private void maven(String work) throws IOException {
        script(tools.resolve("mvn"), work);
    }

    private static void script(Path file, String work) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + work + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
