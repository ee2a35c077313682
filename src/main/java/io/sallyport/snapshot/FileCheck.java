package io.sallyport.snapshot;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.Violation;
import io.sallyport.tls.KeyMaterialStore;
import java.util.List;

/** What stands against the certificate, key and CA files that a document names; nothing is opened for it. */
public record FileCheck(List<Violation> violations, List<Violation> warnings) {

    public FileCheck {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
    }

    /** Reads the files as a compilation would. */
    public static FileCheck of(GatewayDocument document, KeyMaterialStore store) {
        TlsMaterial material = new TlsMaterial(store);
        SnapshotCompiler.listenerTls(document, material);
        SnapshotCompiler.endpoints(document, material);
        return new FileCheck(material.violations(), material.warnings());
    }
}
