package io.sallyport.cli;

import io.sallyport.config.GatewayDocument;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.ExplanationJson;
import io.sallyport.explain.ExplanationText;
import io.sallyport.explain.Question;
import io.sallyport.snapshot.DryRun;
import io.sallyport.tls.ClientCertificate;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.SecretFiles;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells where a request would go by a document, and why. It opens no port and does not boot Quarkus. */
@Command(
        name = "explain",
        description = "Tell where a request would go, and why.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the request is explained, whatever becomes of it",
            "1:the document would be refused",
            "2:a file cannot be read, or a wrong command line"
        })
final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The document.")
    private @Nullable Path file;

    @Option(
            names = "--request",
            required = true,
            paramLabel = "REQUEST",
            description = "Method and URL, like 'GET https://shop.example.com/reviews/7'.")
    private String request = "";

    @Option(names = "--header", paramLabel = "HEADER", description = "A header, like 'x-canary: always'; repeatable.")
    private List<String> headers = List.of();

    @Option(
            names = "--sni",
            paramLabel = "NAME",
            description = "What the client sends as SNI, if not the URL's host; '' for none.")
    private @Nullable String serverName;

    @Option(names = "--client-cert", paramLabel = "PEM", description = "The certificate that the client presents.")
    private @Nullable Path clientCertificate;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = "Read the certificates and CAs that the document names, below this directory.")
    private @Nullable Path secrets;

    @Option(names = "--output", paramLabel = "FORM", description = "text (the default) or json.")
    private String output = "text";

    @Override
    public Integer call() {
        if (!output.equals("text") && !output.equals("json")) {
            throw new ParameterException(spec.commandLine(), "--output is text or json, was '" + output + "'");
        }
        try {
            Question question = question();
            GatewayDocument document = DocumentFile.demanded(file).parsed(out());
            print(Explainer.explain(DryRun.of(document, keys()), question));
            return ExitCodes.DONE;
        } catch (DocumentFile.Unusable e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e.exitCode();
        }
    }

    private Question question() throws DocumentFile.Unusable {
        try {
            Question asked = Question.of(request, headers).with(certificate());
            return serverName == null ? asked : asked.withServerName(serverName.isEmpty() ? null : serverName);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable ClientCertificate certificate() throws DocumentFile.Unusable {
        return clientCertificate == null
                ? null
                : ClientCertificate.parse(clientCertificate.toString(), DocumentFile.bytes(clientCertificate));
    }

    private @Nullable KeyMaterialStore keys() throws DocumentFile.Unusable {
        if (secrets == null) {
            return null;
        }
        if (!Files.isDirectory(secrets)) {
            throw new DocumentFile.Unusable(secrets + ": is not a directory", ExitCodes.UNREADABLE);
        }
        return new KeyMaterialStore(new SecretFiles(secrets), Clock.systemUTC());
    }

    private void print(Explanation explanation) {
        if (output.equals("json")) {
            out().println(ExplanationJson.of(explanation).encodePrettily());
        } else {
            out().print(ExplanationText.of(explanation));
            out().flush();
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
