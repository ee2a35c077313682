package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private static final String VALID = """
            listeners:
              - name: public
                port: 8443
                protocol: HTTPS
                tls:
                  certificates:
                    - {certificateFile: public/tls.crt, keyFile: public/tls.key}
            backends:
              - name: reviews
                endpoints: [%s://reviews.shop.svc:8443]
                %s
            routes:
              - name: reviews
                rules:
                  - backendRefs: [{name: reviews}]
            """;
    private static final String GOOD = VALID.formatted("https", "tls: {wellKnownCACertificates: System}");
    private static final String PLAINTEXT = VALID.formatted("http", "");
    private static final String REFUSED = GOOD.replace("port: 8443", "port: 99999");

    private Path directory;
    private Path good;
    private Path plaintext;
    private Path refused;

    @BeforeEach
    void writeDocuments(@TempDir Path scratch) throws IOException {
        directory = scratch;
        good = Files.writeString(directory.resolve("good.yaml"), GOOD);
        plaintext = Files.writeString(directory.resolve("plaintext.yaml"), PLAINTEXT);
        refused = Files.writeString(directory.resolve("refused.yaml"), REFUSED);
    }

    @Test
    void checkPassesAValidDocument() {
        Answer answer = sallyport("check", good.toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).matches("\\Q" + good + "\\E: valid, revision [0-9a-f]{12}\n");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void checkNamesThePlaceOfEachViolationAndExitsWithOne() {
        Answer answer = sallyport("check", refused.toString());

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.lines()).singleElement().asString().startsWith(refused + ":3:11: listeners[0].port: found ");
    }

    @Test
    void checkTellsWarningsAndPasses() {
        Answer answer = sallyport("check", plaintext.toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.lines()).anySatisfy(line -> assertThat(line)
                .matches("\\Q" + plaintext + "\\E:\\d+:\\d+: warning: backends\\[0]\\.endpoints.*"));
    }

    @Test
    void checkReadsAllFilesAndExitsWithTheWorst() {
        Answer answer =
                sallyport("check", directory.resolve("none.yaml").toString(), refused.toString(), good.toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).isEqualTo(directory.resolve("none.yaml") + ": does not exist\n");
        assertThat(answer.out()).contains(refused + ":3:11: ").contains(good + ": valid");
    }

    @Test
    void checkOfADirectoryIsToldAsUnreadable() {
        Answer answer = sallyport("check", directory.toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).isEqualTo(directory + ": cannot be read\n");
    }

    @Test
    void checkLooksForTheFilesThatADocumentNames() {
        Answer answer = sallyport("check", "--secrets", directory.toString(), good.toString());

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.lines())
                .singleElement()
                .asString()
                .contains(": listeners[0].tls.certificates[0].certificateFile: found ");
        assertThat(answer.out()).contains("public/tls.crt");
    }

    @Test
    void checkNeedsTheSecretsDirectoryToBeOne() {
        Answer answer = sallyport("check", "--secrets", good.toString(), good.toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.err()).isEqualTo(good + ": is not a directory\n");
    }

    @Test
    void checkNeitherBootsQuarkusNorOpensAPort() throws Exception {
        Path loaded = directory.resolve("loaded.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded.getFileName(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "check",
                refused.toString());

        assertThat(Child.run(builder.directory(directory.toFile()), directory).exitCode())
                .isEqualTo(1);
        assertThat(loadedClasses(loaded))
                .contains(CheckCommand.class.getName())
                .doesNotContain("io.quarkus.runtime.Application", "io.quarkus.runtime.ApplicationLifecycleManager")
                .doesNotContain("sun.nio.ch.NioSocketImpl", "sun.nio.ch.ServerSocketChannelImpl")
                .noneMatch(name -> name.startsWith("io.vertx."));
    }

    @Test
    void checkHoldsATableOfRequestsAgainstADocument() throws IOException {
        Path table = Files.writeString(directory.resolve("table.yaml"), """
                - {request: GET https://a.example.com/, expect: {route: reviews, backend: reviews}}
                - {request: GET https://a.example.com/, expect: {route: others}}
                """);
        Answer answer = sallyport("check", good.toString(), "--expect", table.toString());

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.lines())
                .contains(table + ":2: route: expected others, is reviews")
                .contains("    request     GET https://a.example.com/")
                .endsWith(good + ": 1 of 2 requests go where they should");
    }

    @Test
    void checkPassesATableThatFits() throws IOException {
        Path table = Files.writeString(
                directory.resolve("table.yaml"), "- {request: GET http://a/, expect: {status: 404}}\n");
        Answer answer = sallyport("check", good.toString(), "--expect", table.toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.lines()).hasSize(2);
    }

    @Test
    void aTableThatCannotBeReadIsToldWithItsPlace() throws IOException {
        Path table = Files.writeString(directory.resolve("table.yaml"), "- {request: GET /x, expect: {status: 404}}\n");
        Answer answer = sallyport("check", good.toString(), "--expect", table.toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.out()).contains(table + ":1:13: [0].request: found a request that cannot be read");
        Files.writeString(table, "- {request: GET http://a/}\n");
        assertThat(sallyport("check", good.toString(), "--expect", table.toString())
                        .out())
                .contains(table + ":1:3: [0].expect: found nothing");
    }

    @Test
    void diffTellsWhatChanges() throws IOException {
        Path table = Files.writeString(
                directory.resolve("table.yaml"), "- {request: GET https://a/, expect: {status: 404}}\n");
        Path now = Files.writeString(directory.resolve("now.yaml"), GOOD.replace("port: 8443\n", "port: 9443\n"));
        Answer answer = sallyport("diff", good.toString(), now.toString(), "--expect", table.toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.lines())
                .containsExactly("listener public: port: 8443 -> 9443", "0 of 1 requests go elsewhere");
        assertThat(sallyport("diff", good.toString(), good.toString()).lines())
                .containsExactly("no change for traffic");
        assertThat(sallyport("diff", good.toString(), refused.toString()).exitCode())
                .isEqualTo(1);
        assertThat(sallyport("diff", good.toString()).exitCode()).isEqualTo(2);
    }

    @Test
    void explainTellsWhereARequestWouldGo() {
        Answer answer = sallyport("explain", good.toString(), "--request", "GET https://shop.example.com/reviews");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.lines())
                .contains("answer      from reviews, by reviews/0 (routes[0].rules[0], line 15)")
                .contains("certificate public/tls.crt")
                .contains("sent        GET /reviews");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void explainTellsPrograms() {
        Answer answer =
                sallyport("explain", good.toString(), "--request", "GET http://shop.example.com/", "--output", "json");

        assertThat(answer.exitCode()).isZero();
        assertThat(new JsonObject(answer.out()).getInteger("status")).isEqualTo(404);
        assertThat(new JsonObject(answer.out()).getString("reason")).isEqualTo("NO_ROUTE");
    }

    @Test
    void explainOfARefusedDocumentNamesItsViolations() {
        Answer answer = sallyport("explain", refused.toString(), "--request", "GET https://shop.example.com/");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.out()).startsWith(refused + ":3:11: listeners[0].port: found ");
        assertThat(answer.err()).isEqualTo(refused + ": would be refused\n");
    }

    @Test
    void explainNamesWhatIsWrongWithItsCommandLine() {
        String file = good.toString();
        String request = "GET https://shop.example.com/";

        assertThat(sallyport("explain", file).err()).contains("--request");
        assertThat(sallyport("explain", file, "--request", "/reviews").err()).contains("a method and a URL");
        assertThat(sallyport("explain", file, "--request", request, "--output", "xml")
                        .err())
                .contains("text or json");
        assertThat(sallyport("explain", file, "--request", request, "--header", "x")
                        .exitCode())
                .isEqualTo(2);
        assertThat(sallyport("explain", file, "--request", request, "--client-cert", "none.pem")
                        .err())
                .isEqualTo("none.pem: does not exist\n");
        assertThat(sallyport("explain", file, "--request", request, "--client-cert", file)
                        .exitCode())
                .isEqualTo(2);
        assertThat(sallyport("explain", file, "--request", request, "--secrets", file)
                        .err())
                .isEqualTo(file + ": is not a directory\n");
    }

    /** Two lines: what is wrong, and where help is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "check | Missing required parameter: 'FILE'",
                "check GOOD --secrets | Missing required parameter for option '--secrets' (DIR)",
                "check GOOD --router-timeout 1x | --router-timeout is a duration like 30s, was '1x'",
                "explain | Missing required options and parameters: '--request=REQUEST', 'FILE'",
                "explain GOOD | Missing required option: '--request=REQUEST'",
                "explain GOOD --request x | a request is a method and a URL, like 'GET"
                        + " https://shop.example.com/reviews/7', was 'x'",
                "explain GOOD --request GET_http://a:0/ | the URL's port is 1 to 65535, was 0",
                "explain GOOD --request GET_http://a:b/ | the URL's host cannot be read, was 'a:b'",
                "explain GOOD --request GET_http://a/ --header a?b"
                        + " | a header is a name and a value, like 'x-canary: always', was 'a?b'",
                "explain GOOD --request GET_http://a/ --output xml | --output is text or json, was 'xml'",
                "explain GOOD x --request GET_http://a/ | Unmatched argument at index 2: 'x'",
                "diff | Missing required parameters: 'OLD', 'NEW'",
                "diff GOOD | Missing required parameter: 'NEW'",
                "diff GOOD GOOD x | Unmatched argument at index 3: 'x'",
                "diff GOOD GOOD --expect | Missing required parameter for option '--expect' (TABLE)",
            })
    void aWrongCommandLineIsToldInOneLine(String line, String message) {
        String[] words = line.replace("GOOD", good.toString()).split(" ");
        String[] arguments = java.util.Arrays.stream(words)
                .map(word -> word.replace('_', ' ').replace('?', '\n'))
                .toArray(String[]::new);

        Answer answer = sallyport(arguments);

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).isEqualTo(message + "\nTry 'sallyport " + words[0] + " --help'.\n");
    }

    @Test
    void checkWarnsOfWaitsThatTheRouterCutsOff() {
        Answer answer = sallyport("check", "--router-timeout", "10s", good.toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.lines())
                .first()
                .asString()
                .contains(": warning: routes[0].rules[0].timeouts.request: found a wait of 30s for an answer's head");
        assertThat(sallyport("check", "--router-timeout", "30s", good.toString())
                        .lines())
                .hasSize(1);
    }

    @Test
    void versionIsThatOfTheBuild() {
        Answer answer = sallyport("version");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.lines().get(0)).matches("sallyport [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?");
        assertThat(sallyport("--version").out()).isEqualTo(answer.out());
    }

    @Test
    void helpNamesTheCommands() {
        Answer answer = sallyport("--help");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).contains("  run ", "  check ", "  explain ", "  diff ", "  version ");
    }

    @Test
    void unknownOptionsAndCommandsAreNamed() {
        Answer option = sallyport("run", "--fiel");
        Answer command = sallyport("chek");

        assertThat(option.exitCode()).isEqualTo(2);
        assertThat(option.err()).contains("'--fiel'").contains("sallyport run --help");
        assertThat(command.exitCode()).isEqualTo(2);
        assertThat(command.err()).contains("'chek'").contains("Did you mean: sallyport check?");
    }

    private static Set<String> loadedClasses(Path log) throws IOException {
        Pattern line = Pattern.compile("\\[class,load *] (\\S+) source:");
        return line.matcher(Files.readString(log))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static Answer sallyport(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Answer(exitCode, out.toString(), err.toString());
    }

    private record Answer(int exitCode, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }
}
