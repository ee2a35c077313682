package io.sallyport.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a document strictly: what it does not know it refuses, and it names every violation at once. No input makes it
 * throw. Names follow the Gateway API's {@code HTTPRoute} v1, and so do limits and meanings unless a rule says otherwise.
 *
 * <p>Of large documents it remembers the routes of the one before: what has not changed is not read again. For all
 * threads.
 */
public final class SpecParser {

    /** What is smaller is read within milliseconds, in characters. */
    private static final int LARGE = 100_000;

    private final int large;
    private volatile RouteMemory memory = RouteMemory.NONE;

    public SpecParser() {
        this(LARGE);
    }

    /** @param large from how many characters on routes are remembered */
    SpecParser(int large) {
        this.large = large;
    }

    /**
     * Reads a document, and the {@code HTTPRoute}s that follow it as YAML documents of their own.
     *
     * @param document YAML in UTF-8
     * @param maxBytes larger texts are refused unread
     */
    public ParseResult parse(byte[] document, int maxBytes) {
        String revision = GatewayDocument.revisionOf(document);
        Findings findings = new Findings();
        try {
            String text = DocumentText.decode(document, maxBytes);
            return text.length() < large
                    ? judge(readWhole(text, findings), revision, findings)
                    : readLarge(text, revision, findings);
        } catch (UnreadableDocumentException e) {
            findings.refuse(e.violation());
            return new ParseResult.Refused(revision, findings.violations());
        }
    }

    private ParseResult readLarge(String text, String revision, Findings findings) throws UnreadableDocumentException {
        RouteLines lines = RouteLines.of(text);
        List<YamlNode> trees = memory.read(lines);
        if (trees != null && judge(trees, revision, new Findings()) instanceof ParseResult.Parsed parsed) {
            return remembered(lines, trees, parsed);
        }
        // Violations are only ever told of a text that was read whole.
        List<YamlNode> whole = readWhole(text, findings);
        ParseResult result = judge(whole, revision, findings);
        return result instanceof ParseResult.Parsed parsed ? remembered(lines, whole, parsed) : result;
    }

    private ParseResult remembered(RouteLines lines, List<YamlNode> trees, ParseResult.Parsed parsed) {
        memory = RouteMemory.of(lines, trees.get(0), parsed.document());
        return parsed;
    }

    private static List<YamlNode> readWhole(String text, Findings findings) throws UnreadableDocumentException {
        List<YamlNode> trees = YamlText.read(text, findings);
        if (trees.isEmpty()) {
            throw new UnreadableDocumentException(1, 1, "an empty document", "a mapping with listeners and routes");
        }
        return trees;
    }

    private static ParseResult judge(List<YamlNode> trees, String revision, Findings findings) {
        if (findings.refused()) {
            return new ParseResult.Refused(revision, findings.violations());
        }
        FieldPath root = FieldPath.root(trees.get(0));
        if (KubernetesObject.isOne(root)) {
            findings.refuse(
                    root, KubernetesObject.describe(root), "the gateway's own document first: HTTPRoutes follow it");
            return new ParseResult.Refused(revision, findings.violations());
        }
        GatewayReader reader = new GatewayReader(findings);
        GatewaySpec spec = reader.read(root, further(trees));
        new PortChecks(root.field("listeners"), findings).check(spec.listeners());
        new RouteChecks(spec, findings).check(reader.bodies());
        if (findings.refused()) {
            return new ParseResult.Refused(revision, findings.violations());
        }
        new Shadows(spec, findings).check(reader.bodies());
        List<Violation> warnings = findings.warnings();
        return new ParseResult.Parsed(new GatewayDocument(spec, revision, root, reader.bodies(), warnings));
    }

    /** A document in which nothing stands, as behind a last {@code ---}, is none. */
    private static List<FieldPath> further(List<YamlNode> trees) {
        List<FieldPath> roots = new ArrayList<>();
        for (int i = 1; i < trees.size(); i++) {
            boolean empty = trees.get(i) instanceof YamlNode.Scalar scalar && scalar.kind() == ScalarKind.NOTHING;
            if (!empty) {
                roots.add(FieldPath.root(i, trees.get(i)));
            }
        }
        return roots;
    }
}
