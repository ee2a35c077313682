package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the files that a document names, {@code explain} knows which certificate is presented and who gets in. */
class ExplainFilesTest {

    private final ThrowawayCa clients = ThrowawayCa.create("clients");

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        ThrowawayCa ca = ThrowawayCa.create("public");
        Issued.replace(directory.resolve("clients.crt"), clients.pem());
        for (String name : new String[] {"shop", "other"}) {
            Issued issued = ca.issue(Leaf.server(name + ".example.com"));
            Issued.replace(directory.resolve(name + ".crt"), issued.certificatePem());
            Issued.replace(directory.resolve(name + ".key"), issued.keyPem());
        }
        Files.writeString(directory.resolve("gateway.yaml"), """
                listeners:
                  - name: public
                    port: 8443
                    protocol: HTTPS
                    tls:
                      certificates:
                        - {certificateFile: other.crt, keyFile: other.key}
                        - {certificateFile: shop.crt, keyFile: shop.key}
                      clientValidation: {caFile: clients.crt, mode: AllowValidOnly}
                routes: []
                allowEmpty: true
                """);
    }

    @Test
    void namesTheCertificateThatTheSniChooses() {
        assertThat(explain()).contains("certificate shop.crt for shop.example.com until ");
        assertThat(explain("--sni", "")).contains("certificate other.crt for other.example.com until ");
    }

    @Test
    void judgesTheClientsCertificate() throws IOException {
        Path known = directory.resolve("known.crt");
        Path stranger = directory.resolve("stranger.crt");
        Issued.replace(known, clients.issue(Leaf.client("caller")).certificatePem());
        Issued.replace(
                stranger,
                ThrowawayCa.create("strangers").issue(Leaf.client("caller")).certificatePem());

        assertThat(explain()).contains("client      certificate demanded, signed by clients.crt");
        assertThat(explain("--client-cert", known.toString())).contains("caller, taken\n");
        assertThat(explain("--client-cert", stranger.toString())).contains("caller, refused: ");
    }

    @Test
    void checkWarnsOfHostnamesWithoutACertificateAndOfCertificatesThatExpireSoon() throws IOException {
        Issued soon = ThrowawayCa.create("public")
                .issue(Leaf.server("soon.example.com")
                        .valid(Instant.now().minusSeconds(60), Instant.now().plus(Duration.ofDays(13))));
        Issued.replace(directory.resolve("other.crt"), soon.certificatePem());
        Issued.replace(directory.resolve("other.key"), soon.keyPem());
        Path file = Files.writeString(
                directory.resolve("names.yaml"),
                Files.readString(directory.resolve("gateway.yaml"))
                        .replace(
                                "routes: []",
                                "routes: [{name: all, hostnames: [shop.example.com, a.test, '*.b.test'], rules: [{}]}]"));
        StringWriter out = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("check", file.toString(), "--secrets", directory.toString());

        assertThat(exitCode).isZero();
        assertThat(out.toString())
                .contains("certificates: found no certificate for a.test, *.b.test, allowed: ")
                .contains("certificate other.crt expires soon, at ")
                .doesNotContain("certificate shop.crt expires");
    }

    private String explain(String... more) {
        StringWriter out = new StringWriter();
        String[] arguments = {
            "explain",
            directory.resolve("gateway.yaml").toString(),
            "--request",
            "GET https://shop.example.com/",
            "--secrets",
            directory.toString()
        };
        String[] all = Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
        int exitCode = Main.commandLine().setOut(new PrintWriter(out, true)).execute(all);
        assertThat(exitCode).isZero();
        return out.toString();
    }
}
