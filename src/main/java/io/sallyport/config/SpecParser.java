package io.sallyport.config;

import java.util.List;

/**
 * Reads a document strictly: what it does not know it refuses, and it names every violation at once. No input makes it
 * throw. Names follow the Gateway API's {@code HTTPRoute} v1, and so do limits and meanings unless a rule says otherwise.
 */
public final class SpecParser {

    /**
     * Reads a document.
     *
     * @param document YAML in UTF-8
     * @param maxBytes larger documents are refused unread
     */
    public ParseResult parse(byte[] document, int maxBytes) {
        String revision = GatewayDocument.revisionOf(document);
        Findings findings = new Findings();
        try {
            YamlNode tree = YamlText.read(DocumentText.decode(document, maxBytes), findings);
            if (tree == null) {
                throw new UnreadableDocumentException(1, 1, "an empty document", "a mapping with listeners and routes");
            }
            return judge(FieldPath.root(tree), revision, findings);
        } catch (UnreadableDocumentException e) {
            findings.refuse(e.violation());
            return new ParseResult.Refused(revision, findings.violations());
        }
    }

    private static ParseResult judge(FieldPath root, String revision, Findings findings) {
        if (findings.refused()) {
            return new ParseResult.Refused(revision, findings.violations());
        }
        GatewaySpec spec = new GatewayReader(findings).read(root);
        new PortChecks(root.field("listeners"), findings).check(spec.listeners());
        new RouteChecks(spec, findings).check(root.field("routes"));
        if (findings.refused()) {
            return new ParseResult.Refused(revision, findings.violations());
        }
        new Shadows(spec, findings).check(root.field("routes"));
        List<Violation> warnings = findings.warnings();
        return new ParseResult.Parsed(new GatewayDocument(spec, revision, root, warnings));
    }
}
