package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Every case of h2spec, the strict ones too, over TLS and without. Runs where {@code src/it/h2spec/build} has been; with
 * {@code SALLYPORT_H2SPEC=required} it runs in any case, and fails without it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class H2specIT {

    private static final Path H2SPEC = Path.of("target", "h2spec", "h2spec");
    private static final int CASES = 146;

    /**
     * The same that docs/http.md names, with the reason of each. The first is met when the answer is quicker than the
     * second HEADERS frame.
     */
    private static final Set<String> NOT_MET = Set.of(
            "http2/5.1: half closed (remote): Sends a HEADERS frame",
            "http2/5.1: closed: Sends a HEADERS frame",
            "http2/5.1.1: Sends stream identifier that is numerically smaller than previous");

    /** On a port that speaks HTTP/1.1 as well. */
    private static final String PREFACE = "http2/3.5: Sends invalid connection preface";

    private final int plainPort = GatewayRig.freePort();
    private GatewayRig rig;
    private Path reports;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        boolean built = Files.isExecutable(H2SPEC);
        if (!built && !"required".equals(System.getenv("SALLYPORT_H2SPEC"))) {
            System.out.println("[INFO] h2spec is skipped: it is not built; run src/it/h2spec/build");
            Assumptions.abort("h2spec is not built");
        }
        reports = directory;
        rig = new GatewayRig(directory);
        TestBackend backend = rig.plainBackend(
                request -> request.endHandler(v -> request.response().end("an answer with a body")));
        rig.start(rig.httpsListener() + """
                  - {name: plain, port: %d, protocol: HTTP}
                backends:
                  - {name: app, endpoints: [%s]}
                routes:
                  - {name: all, rules: [{backendRefs: [{name: app}]}]}
                """.formatted(plainPort, backend.url()));
    }

    @AfterAll
    void stop() throws Exception {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void holdsOverTls() throws Exception {
        assertThat(notMet(rig.port(), "--tls", "--insecure")).isSubsetOf(NOT_MET);
    }

    @Test
    void holdsWithoutTlsWithPriorKnowledge() throws Exception {
        Set<String> notMet = notMet(plainPort);
        assertThat(notMet.remove(PREFACE)).isTrue();
        assertThat(notMet).isSubsetOf(NOT_MET);
    }

    /** Runs all cases; tells those that are not met, as {@code section: what is sent}. */
    private Set<String> notMet(int port, String... more) throws Exception {
        Path report = reports.resolve("h2spec-" + port + ".xml");
        List<String> command = new ArrayList<>(List.of(
                H2SPEC.toString(),
                "--strict",
                "--timeout",
                "3",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port)));
        command.addAll(List.of("--junit-report", report.toString()));
        command.addAll(List.of(more));
        File log = reports.resolve("h2spec-" + port + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("h2spec ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(report).as(Files.readString(log.toPath())).exists();
        return failed(report);
    }

    private static Set<String> failed(Path report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        assertThat(cases.getLength()).as("no case is left out").isGreaterThanOrEqualTo(CASES);
        Set<String> failed = new TreeSet<>();
        for (int i = 0; i < cases.getLength(); i++) {
            Element each = (Element) cases.item(i);
            if (each.getElementsByTagName("failure").getLength()
                            + each.getElementsByTagName("error").getLength()
                    > 0) {
                failed.add(each.getAttribute("package") + ": " + each.getAttribute("classname"));
            }
        }
        return failed;
    }
}
