package io.sallyport.snapshot;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ListenerSpec;
import io.sallyport.config.Violation;
import io.sallyport.tls.KeyMaterialStore;
import io.sallyport.tls.ServerTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands against the certificate, key, CA and session key files that a document names; nothing is opened for it. */
public record FileCheck(List<Violation> violations, List<Violation> warnings) {

    public FileCheck {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
    }

    /** Reads the files as a compilation would. */
    public static FileCheck of(GatewayDocument document, KeyMaterialStore store) {
        TlsMaterial material = new TlsMaterial(store);
        Map<ListenerSpec, ServerTls> tls = SnapshotCompiler.listenerTls(document, material);
        SnapshotCompiler.endpoints(document, material);
        SnapshotCompiler.sessionKeys(document, material);
        List<Violation> warnings = new ArrayList<>(material.warnings());
        warnings.addAll(CertificateNames.warnings(document, tls));
        return new FileCheck(material.violations(), warnings);
    }
}
