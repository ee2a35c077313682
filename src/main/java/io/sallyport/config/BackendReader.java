package io.sallyport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code backends[i]}. */
final class BackendReader {

    private static final IntRange ENDPOINTS = new IntRange(1, 1_024);
    private static final IntRange NAMES = new IntRange(1, 64);
    private static final Keys BACKEND = Keys.of("name", "endpoints", "protocol", "tls", "service")
            .planned(
                    "healthCheck",
                    "loadBalancing",
                    "circuitBreaker",
                    "limits",
                    "proxyProtocol",
                    "outlierDetection",
                    "forwardClientCertificate");
    private static final Keys TLS =
            Keys.of("caFile", "wellKnownCACertificates", "certificateFile", "keyFile", "serverName", "subjectAltNames");
    private static final Choices<String> PROTOCOL = Choices.words(BackendSpec.H2C);
    private static final Choices<String> WELL_KNOWN = Choices.words("System");

    private final Findings findings;
    private final EndpointReader endpoints;

    BackendReader(Findings findings) {
        this.findings = findings;
        this.endpoints = new EndpointReader(findings);
    }

    BackendSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, BACKEND, findings);
        String name = in.requiredText("name", TextRules.LABEL);
        List<EndpointSpec> read = in.requiredList("endpoints", ENDPOINTS, this::endpoint);
        checkEndpoints(in, read);
        String protocol = in.choice("protocol", PROTOCOL, "");
        return new BackendSpec(
                name, read, protocol.isEmpty() ? null : protocol, in.object("tls", this::tls), service(in));
    }

    private static @Nullable ServiceSpec service(ObjectReader in) {
        String service = in.text("service", ServiceReader.RULE);
        return service == null ? null : ServiceReader.parse(service);
    }

    private EndpointSpec endpoint(FieldPath at) {
        EndpointSpec endpoint = endpoints.read(at);
        if (!EndpointReader.isWrong(endpoint) && !endpoint.tls()) {
            findings.warn(
                    at,
                    WarningKind.PLAINTEXT,
                    "a plaintext endpoint",
                    "better https: what is sent can be read and changed on its way");
        }
        return endpoint;
    }

    private void checkEndpoints(ObjectReader in, List<EndpointSpec> read) {
        Unique unique = new Unique(findings);
        int tls = 0;
        int plain = 0;
        for (int i = 0; i < read.size(); i++) {
            EndpointSpec endpoint = read.get(i);
            if (!EndpointReader.isWrong(endpoint)) {
                unique.check(in.at("endpoints").index(i), endpoint.host() + " port " + endpoint.port());
                tls += endpoint.tls() ? 1 : 0;
                plain += endpoint.tls() ? 0 : 1;
            }
        }
        checkTls(in, tls > 0, plain > 0);
        if (tls > 0 && in.has("protocol")) {
            findings.refuse(
                    in.at("protocol"), "a protocol", "none, as the endpoints are https: ALPN agrees on h2 or http/1.1");
        }
    }

    private void checkTls(ObjectReader in, boolean tls, boolean plain) {
        if (tls && plain) {
            findings.refuse(in.at("endpoints"), "http and https endpoints", "only one of both in a backend");
        } else if (tls && !in.has("tls")) {
            findings.refuse(
                    in.at("tls"), "nothing", "tls with caFile or wellKnownCACertificates, as the endpoints are https");
        } else if (plain && in.has("tls")) {
            findings.refuse(in.at("tls"), "tls", "no tls, as the endpoints are http");
        }
    }

    private BackendTlsSpec tls(FieldPath at) {
        ObjectReader in = new ObjectReader(at, TLS, findings);
        checkTrust(in, at);
        checkPair(in);
        return new BackendTlsSpec(
                in.text("caFile", TextRules.FILE),
                in.choice("wellKnownCACertificates", WELL_KNOWN, "").equals("System"),
                in.text("certificateFile", TextRules.FILE),
                in.text("keyFile", TextRules.FILE),
                in.text("serverName", TextRules.DNS_NAME),
                in.texts("subjectAltNames", NAMES, TextRules.SUBJECT_ALT_NAME));
    }

    private void checkTrust(ObjectReader in, FieldPath at) {
        boolean file = in.has("caFile");
        boolean system = in.has("wellKnownCACertificates");
        boolean mapping = at.node() instanceof YamlNode.Mapping;
        if (mapping && file == system) {
            findings.refuse(at, file ? "both" : "neither", "exactly one of caFile and wellKnownCACertificates");
        }
    }

    private void checkPair(ObjectReader in) {
        boolean certificate = in.has("certificateFile");
        if (certificate != in.has("keyFile")) {
            String missing = certificate ? "keyFile" : "certificateFile";
            findings.refuse(in.at(missing), "nothing", "certificateFile and keyFile together, or neither");
        }
    }
}
