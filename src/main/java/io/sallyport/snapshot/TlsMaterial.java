package io.sallyport.snapshot;

import io.sallyport.config.BackendSpec;
import io.sallyport.config.BackendTlsSpec;
import io.sallyport.config.CertificateSpec;
import io.sallyport.config.ClientValidationSpec;
import io.sallyport.config.EndpointSpec;
import io.sallyport.config.FieldPath;
import io.sallyport.config.ListenerTlsSpec;
import io.sallyport.config.SessionsSpec;
import io.sallyport.config.Violation;
import io.sallyport.config.WarningKind;
import io.sallyport.tls.CertifiedKey;
import io.sallyport.tls.ClientTls;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.Loaded;
import io.sallyport.tls.ServerTls;
import io.sallyport.tls.SessionKey;
import io.sallyport.tls.TrustAnchors;
import io.sallyport.upstream.EndpointPlan;
import io.sallyport.upstream.EndpointPlan.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files that a document names, and gathers what is wrong with them. One use for each compilation. */
final class TlsMaterial {

    private static final String ALLOWED = "PEM files below the secrets directory that can be used";
    private static final String ALLOWED_KEY = "a file below the secrets directory with 32 random bytes or more";

    private final KeyMaterialStore store;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> warnings = new ArrayList<>();
    private final Map<String, CertifiedKey> certificates = new LinkedHashMap<>();
    private boolean recheck;

    TlsMaterial(KeyMaterialStore store) {
        this.store = store;
    }

    List<Violation> violations() {
        return violations;
    }

    List<Violation> warnings() {
        return warnings;
    }

    List<CertifiedKey> certificates() {
        return List.copyOf(certificates.values());
    }

    boolean recheck() {
        return recheck;
    }

    /** Null if a file is unfit; the violation is noted. */
    @Nullable
    ServerTls server(ListenerTlsSpec spec, FieldPath at) {
        List<CertifiedKey> keys = new ArrayList<>();
        for (int i = 0; i < spec.certificates().size(); i++) {
            CertificateSpec certificate = spec.certificates().get(i);
            CertifiedKey key = key(
                    certificate.certificateFile(),
                    certificate.keyFile(),
                    at.field("certificates").index(i));
            if (key != null) {
                keys.add(key);
            }
        }
        ClientValidationSpec validation = spec.clientValidation();
        TrustAnchors anchors = validation == null
                ? null
                : trust(validation.caFile(), at.field("clientValidation").field("caFile"));
        if (keys.size() < spec.certificates().size() || (validation != null && anchors == null)) {
            return null;
        }
        boolean required = validation != null && validation.mode() == ClientValidationSpec.Mode.ALLOW_VALID_ONLY;
        return new ServerTls(keys, anchors, required, spec.alpn(), spec.minVersion(), spec.cipherSuites());
    }

    /** In the order of the document; those that are unfit are left out, the violation is noted. */
    List<SessionKey> sessionKeys(@Nullable SessionsSpec spec, FieldPath at) {
        List<SessionKey> keys = new ArrayList<>();
        for (int i = 0; spec != null && i < spec.keyFiles().size(); i++) {
            SessionKey key = take(
                    store.sessionKey(spec.keyFiles().get(i)),
                    at.field("keyFiles").index(i),
                    ALLOWED_KEY);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Empty if a file is unfit; the violation is noted. */
    List<EndpointPlan> endpoints(BackendSpec spec, FieldPath at) {
        BackendTlsSpec tls = spec.tls();
        if (tls == null) {
            return spec.endpoints().stream()
                    .map(endpoint -> new EndpointPlan(endpoint.host(), endpoint.port(), Wire.plain(spec.h2c())))
                    .toList();
        }
        FieldPath place = at.field("tls");
        TrustAnchors anchors = anchors(tls, place);
        CertifiedKey key = tls.certificateFile() == null || tls.keyFile() == null
                ? null
                : key(tls.certificateFile(), tls.keyFile(), place);
        if (anchors == null || (key == null && tls.certificateFile() != null)) {
            return List.of();
        }
        List<EndpointPlan> plans = new ArrayList<>();
        for (EndpointSpec endpoint : spec.endpoints()) {
            String serverName = tls.serverName() == null ? endpoint.host() : tls.serverName();
            ClientTls profile = new ClientTls(anchors, key, tls.subjectAltNames(), serverName);
            plans.add(new EndpointPlan(endpoint.host(), endpoint.port(), Wire.secured(profile)));
        }
        return plans;
    }

    private @Nullable TrustAnchors anchors(BackendTlsSpec tls, FieldPath at) {
        return tls.caFile() == null ? store.systemTrust() : trust(tls.caFile(), at.field("caFile"));
    }

    private @Nullable TrustAnchors trust(String file, FieldPath at) {
        return take(store.trust(file), at, ALLOWED);
    }

    private @Nullable CertifiedKey key(String certificateFile, String keyFile, FieldPath at) {
        CertifiedKey key = take(store.certificate(certificateFile, keyFile), at.field("certificateFile"), ALLOWED);
        if (key != null) {
            certificates.put(certificateFile, key);
        }
        return key;
    }

    private <T> @Nullable T take(Loaded<T> loaded, FieldPath at, String allowed) {
        if (loaded instanceof Loaded.Fresh<T> fresh) {
            fresh.warnings().forEach(text -> warn(at, text, allowed));
            return fresh.value();
        }
        recheck = true;
        if (loaded instanceof Loaded.Kept<T> kept) {
            warn(at, kept.why() + "; what was read before stays in use", allowed);
            return kept.value();
        }
        violations.add(at.violation(((Loaded.Missing<T>) loaded).why(), allowed));
        return null;
    }

    private void warn(FieldPath at, String text, String allowed) {
        warnings.add(at.violation(text, allowed).warning(WarningKind.CERTIFICATE));
    }
}
