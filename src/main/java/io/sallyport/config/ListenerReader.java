package io.sallyport.config;

import io.sallyport.config.ClientValidationSpec.Mode;
import io.sallyport.config.ListenerSpec.Protocol;
import io.sallyport.config.ListenerSpec.Underscores;
import java.util.List;

/** Reads {@code listeners[i]}. */
final class ListenerReader {

    static final IntRange PORT = new IntRange(1, 65_535);

    private static final IntRange CERTIFICATES = new IntRange(1, 64);
    private static final IntRange SOME = new IntRange(1, 16);
    private static final Keys LISTENER = Keys.of(
                    "name",
                    "port",
                    "protocol",
                    "hostname",
                    "tls",
                    "path",
                    "underscores",
                    "limits",
                    "proxyProtocol",
                    "answerHeaders")
            .planned("access", "rateLimit", "cors");
    private static final Keys TLS = Keys.of("certificates", "clientValidation", "alpn", "minVersion", "cipherSuites")
            .planned("mode");
    private static final Keys CERTIFICATE = Keys.of("certificateFile", "keyFile");
    private static final Keys VALIDATION = Keys.of("caFile", "mode").planned("crlFile", "crlFiles", "subjectAltNames");

    private static final Keys PROXY_PROTOCOL = Keys.of("trusted");
    private static final IntRange RANGES = new IntRange(1, 256);

    private static final Choices<Protocol> PROTOCOLS =
            Choices.of("HTTP", Protocol.HTTP, "HTTPS", Protocol.HTTPS).planned("TLS", "TCP", "UDP", "GRPC");
    private static final Choices<Mode> MODES =
            Choices.of("AllowValidOnly", Mode.ALLOW_VALID_ONLY, "Optional", Mode.OPTIONAL);
    private static final Choices<Underscores> UNDERSCORES =
            Choices.of("Keep", Underscores.KEEP, "Drop", Underscores.DROP).and("Reject", Underscores.REJECT);
    private static final Choices<String> VERSIONS = Choices.words("TLSv1.2", "TLSv1.3");
    private static final List<String> ALPN = List.of("h2", "http/1.1");
    private static final TextRule ALPN_RULE = TextRule.holding(String.join(", ", ALPN), ALPN::contains);

    private final Findings findings;

    ListenerReader(Findings findings) {
        this.findings = findings;
    }

    ListenerSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, LISTENER, findings);
        String name = in.requiredText("name", TextRules.NAME);
        int port = in.requiredInteger("port", PORT, 0);
        Protocol protocol = in.requiredChoice("protocol", PROTOCOLS, Protocol.HTTP);
        String hostname = in.text("hostname", TextRules.HOSTNAME);
        checkTls(in, protocol);
        LimitsSpec limits = in.object("limits", new LimitsReader(findings)::listener);
        PathReadingSpec path = in.object("path", new PathReadingReader(findings)::read);
        return new ListenerSpec(
                name,
                port,
                protocol,
                hostname,
                in.object("tls", this::tls),
                path == null ? PathReadingSpec.DEFAULT : path,
                in.choice("underscores", UNDERSCORES, Underscores.KEEP),
                limits == null ? LimitsSpec.DEFAULT : limits,
                in.object("proxyProtocol", this::proxyProtocol),
                in.flag("answerHeaders"));
    }

    private void checkTls(ObjectReader in, Protocol protocol) {
        if (protocol == Protocol.HTTPS && !in.has("tls")) {
            findings.refuse(in.at("tls"), "nothing", "tls with certificates, as the protocol is HTTPS");
        }
        boolean plain = protocol == Protocol.HTTP && isHttp(in);
        if (plain && in.has("tls")) {
            findings.refuse(in.at("tls"), "tls", "no tls, as the protocol is HTTP");
        }
    }

    /** A protocol that is wrong stands for HTTP here; its tls is no further mistake. */
    private static boolean isHttp(ObjectReader in) {
        return in.at("protocol").node() instanceof YamlNode.Scalar written
                && written.text().equals("HTTP");
    }

    private ListenerTlsSpec tls(FieldPath at) {
        ObjectReader in = new ObjectReader(at, TLS, findings);
        List<CertificateSpec> certificates = in.requiredList("certificates", CERTIFICATES, this::certificate);
        ClientValidationSpec validation = in.object("clientValidation", this::validation);
        List<String> alpn = in.has("alpn") ? in.texts("alpn", SOME, ALPN_RULE) : ALPN;
        String minVersion = in.choice("minVersion", VERSIONS, "TLSv1.2");
        List<String> cipherSuites = in.texts("cipherSuites", SOME, CipherSuites.RULE);
        if (minVersion.equals("TLSv1.3") && !cipherSuites.isEmpty() && !CipherSuites.anyOfTls13(cipherSuites)) {
            findings.refuse(in.at("cipherSuites"), "none for TLSv1.3", "at least one for TLSv1.3, the minVersion");
        }
        return new ListenerTlsSpec(certificates, validation, alpn, minVersion, cipherSuites);
    }

    private ProxyProtocolSpec proxyProtocol(FieldPath at) {
        ObjectReader in = new ObjectReader(at, PROXY_PROTOCOL, findings);
        return new ProxyProtocolSpec(in.requiredTexts("trusted", RANGES, Cidrs.RULE));
    }

    private CertificateSpec certificate(FieldPath at) {
        ObjectReader in = new ObjectReader(at, CERTIFICATE, findings);
        return new CertificateSpec(
                in.requiredText("certificateFile", TextRules.FILE), in.requiredText("keyFile", TextRules.FILE));
    }

    private ClientValidationSpec validation(FieldPath at) {
        ObjectReader in = new ObjectReader(at, VALIDATION, findings);
        return new ClientValidationSpec(
                in.requiredText("caFile", TextRules.FILE), in.choice("mode", MODES, Mode.ALLOW_VALID_ONLY));
    }
}
