package io.sallyport.explain;

import io.sallyport.config.ClientValidationSpec;
import io.sallyport.config.ClientValidationSpec.Mode;
import io.sallyport.config.GatewaySpec;
import io.sallyport.config.ListenerSpec;
import io.sallyport.config.ListenerTlsSpec;
import io.sallyport.snapshot.ListenerPlan;
import io.sallyport.snapshot.PortPlan;
import io.sallyport.snapshot.Snapshot;
import io.sallyport.tls.CertifiedKey;
import io.sallyport.tls.ClientCertificate;
import io.sallyport.tls.ServerTls;
import io.sallyport.tls.TrustAnchors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds where a request comes in. */
final class Doors {

    private final Snapshot snapshot;
    private final GatewaySpec spec;

    Doors(Snapshot snapshot, GatewaySpec spec) {
        this.snapshot = snapshot;
        this.spec = spec;
    }

    /**
     * The port that is meant: the one the URL names if the document has it; else, as a Service or a Router may map
     * ports, the first of the URL's scheme that has a listener for the host, or that is there at all.
     */
    @Nullable
    PortPlan port(Question question) {
        PortPlan named = snapshot.port(question.request().port());
        if (named != null) {
            return named;
        }
        List<PortPlan> fitting = snapshot.ports().stream()
                .filter(port -> tls(port) == question.request().tls())
                .toList();
        return fitting.stream()
                .filter(port -> port.listenerFor(question.request().host()) != null)
                .findFirst()
                .orElse(fitting.isEmpty() ? null : fitting.get(0));
    }

    Explanation.Door door(PortPlan port, ListenerPlan listener, Question question) {
        ListenerSpec written = spec(listener);
        ListenerTlsSpec tls = written.tls();
        return new Explanation.Door(
                listener.name(),
                port.port(),
                written.protocol().name(),
                listener.hostname(),
                tls == null ? List.of() : certificates(port, question.serverName()),
                tls == null ? null : judge(question.certificate(), tls.clientValidation(), port.tls()));
    }

    private boolean tls(PortPlan port) {
        return spec(port.listeners().get(0)).tls() != null;
    }

    private ListenerSpec spec(ListenerPlan listener) {
        return spec.listeners().stream()
                .filter(each -> each.name().equals(listener.name()))
                .findFirst()
                .orElseThrow();
    }

    /** Without key material every certificate of the port is possible. */
    private List<String> certificates(PortPlan port, @Nullable String serverName) {
        ServerTls tls = port.tls();
        if (tls != null) {
            return tls.certificatesFor(serverName).stream()
                    .map(Doors::certificate)
                    .toList();
        }
        return port.listeners().stream()
                .map(this::spec)
                .flatMap(listener -> listener.tls() == null ? null : listener.tls().certificates().stream())
                .map(certificate -> certificate.certificateFile())
                .distinct()
                .toList();
    }

    private static String certificate(CertifiedKey key) {
        return key.certificateFile() + " for " + String.join(", ", key.names()) + " until " + key.notAfter();
    }

    private static String judge(
            @Nullable ClientCertificate certificate,
            @Nullable ClientValidationSpec validation,
            @Nullable ServerTls tls) {
        if (validation == null) {
            return "not asked for";
        }
        if (certificate == null) {
            return validation.mode() == Mode.OPTIONAL
                    ? "asked for, none is presented"
                    : "demanded, signed by " + validation.caFile() + ": without one there is no connection";
        }
        String holder = certificate.principal().name();
        TrustAnchors anchors = tls == null ? null : tls.clientTrust();
        if (anchors == null) {
            return holder + ", to be judged by " + validation.caFile();
        }
        String objection = certificate.objection(anchors);
        return objection == null ? holder + ", taken" : holder + ", refused: " + objection;
    }
}
