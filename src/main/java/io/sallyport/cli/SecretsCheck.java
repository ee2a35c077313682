package io.sallyport.cli;

import io.sallyport.config.BackendTlsSpec;
import io.sallyport.config.CertificateSpec;
import io.sallyport.config.FieldPath;
import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ListenerTlsSpec;
import io.sallyport.config.Violation;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.Loaded;
import io.sallyport.tls.SecretFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Loads the certificate, key and CA files that a document names, and keeps what is wrong with them. */
final class SecretsCheck {
    private static final String ALLOWED = "PEM files below the secrets directory that can be used";

    private final KeyMaterialStore store;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> warnings = new ArrayList<>();

    SecretsCheck(GatewayDocument document, Path directory, Clock clock) {
        store = new KeyMaterialStore(new SecretFiles(directory), clock);
        FieldPath listeners = document.root().field("listeners");
        for (int i = 0; i < document.spec().listeners().size(); i++) {
            ListenerTlsSpec tls = document.spec().listeners().get(i).tls();
            if (tls != null) {
                listener(tls, listeners.index(i).field("tls"));
            }
        }
        FieldPath backends = document.root().field("backends");
        for (int i = 0; i < document.spec().backends().size(); i++) {
            BackendTlsSpec tls = document.spec().backends().get(i).tls();
            if (tls != null) {
                backend(tls, backends.index(i).field("tls"));
            }
        }
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    List<Violation> warnings() {
        return List.copyOf(warnings);
    }

    private void listener(ListenerTlsSpec tls, FieldPath at) {
        for (int i = 0; i < tls.certificates().size(); i++) {
            CertificateSpec certificate = tls.certificates().get(i);
            keep(
                    store.certificate(certificate.certificateFile(), certificate.keyFile()),
                    at.field("certificates").index(i));
        }
        if (tls.clientValidation() != null) {
            FieldPath place = at.field("clientValidation").field("caFile");
            keep(store.trust(tls.clientValidation().caFile()), place);
        }
    }

    private void backend(BackendTlsSpec tls, FieldPath at) {
        if (tls.caFile() != null) {
            keep(store.trust(tls.caFile()), at.field("caFile"));
        }
        if (tls.certificateFile() != null && tls.keyFile() != null) {
            keep(store.certificate(tls.certificateFile(), tls.keyFile()), at.field("certificateFile"));
        }
    }

    private <T> void keep(Loaded<T> loaded, FieldPath at) {
        if (loaded instanceof Loaded.Fresh<T> fresh) {
            fresh.warnings().forEach(warning -> warnings.add(at.violation(warning, ALLOWED)));
        } else if (loaded instanceof Loaded.Kept<T> kept) {
            violations.add(at.violation(kept.why(), ALLOWED));
        } else if (loaded instanceof Loaded.Missing<T> missing) {
            violations.add(at.violation(missing.why(), ALLOWED));
        }
    }
}
