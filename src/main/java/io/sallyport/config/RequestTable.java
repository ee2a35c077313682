package io.sallyport.config;

import io.sallyport.config.YamlNode.Entry;
import io.sallyport.config.YamlNode.Mapping;
import io.sallyport.config.YamlNode.Scalar;
import io.sallyport.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of requests with what is to become of them, in YAML, read as strictly as a document.
 *
 * @param violations not empty: the table is refused whole
 */
public record RequestTable(List<RequestRow> rows, List<Violation> violations) {

    private static final int MOST_ROWS = 10_000;
    private static final Keys ROW = Keys.of("request", "headers", "expect");
    private static final Keys EXPECT = Keys.of("route", "rule", "backend", "status");
    /** The least is a preflight's; 200 is no answer of the gateway. */
    private static final IntRange STATUS = new IntRange(204, 599);

    private static final String SCALAR = "a text or a number";

    public RequestTable {
        rows = List.copyOf(rows);
        violations = List.copyOf(violations);
    }

    /** Reads a table; no input makes it throw. Larger ones are refused unread. */
    public static RequestTable parse(byte[] table, int maxBytes) {
        Findings findings = new Findings();
        List<RequestRow> rows = new ArrayList<>();
        try {
            YamlNode tree = YamlText.readOne(DocumentText.decode(table, maxBytes), findings);
            if (tree instanceof Sequence sequence && sequence.items().size() <= MOST_ROWS) {
                for (int i = 0; i < sequence.items().size(); i++) {
                    rows.add(row(FieldPath.root(tree).index(i), findings));
                }
            } else {
                String found = tree == null ? "an empty document" : tree.describe();
                findings.refuse(new Violation(1, 1, "(document)", found, "a list of at most 10000 requests"));
            }
        } catch (UnreadableDocumentException e) {
            findings.refuse(e.violation());
        }
        return new RequestTable(findings.refused() ? List.of() : rows, findings.violations());
    }

    private static RequestRow row(FieldPath at, Findings findings) {
        ObjectReader in = new ObjectReader(at, ROW, findings);
        FieldPath expect = in.at("expect");
        ObjectReader expected = new ObjectReader(expect, EXPECT, findings);
        List<String> backends = backends(expect.field("backend"), findings);
        String route = scalar(expect.field("route"), findings);
        String rule = scalar(expect.field("rule"), findings);
        boolean status = expected.has("status");
        int code = expected.integer("status", STATUS, 0);
        if (expect.node() instanceof Mapping written && written.entries().isEmpty()) {
            findings.refuse(expect, "nothing", "at least one of route, rule, backend, status");
        }
        String request = scalar(in.at("request"), findings);
        if (request == null) {
            findings.refuse(in.at("request"), "nothing", "a method and a URL");
        }
        return new RequestRow(
                request == null ? "" : request,
                headers(in.at("headers"), findings),
                route,
                rule,
                backends,
                status ? code : null,
                at);
    }

    private static List<String> headers(FieldPath at, Findings findings) {
        List<String> headers = new ArrayList<>();
        if (at.node() instanceof Mapping mapping) {
            for (Entry header : mapping.entries()) {
                String value = scalar(at.field(header.key().text()), findings);
                headers.add(header.key().text() + ": " + (value == null ? "" : value));
            }
        } else if (at.node() != null) {
            findings.refuse(at, at.node().describe(), "a mapping of names to values");
        }
        return headers;
    }

    /** One name, or a list of them. */
    private static List<String> backends(FieldPath at, Findings findings) {
        List<String> names = new ArrayList<>();
        int items = at.node() instanceof Sequence list ? list.items().size() : -1;
        for (int i = 0; i < Math.max(items, 1); i++) {
            String name = scalar(items < 0 ? at : at.index(i), findings);
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private static @Nullable String scalar(FieldPath at, Findings findings) {
        YamlNode node = at.node();
        if (node instanceof Scalar scalar && scalar.kind() != ScalarKind.NOTHING) {
            return scalar.text();
        }
        if (node != null) {
            findings.refuse(at, node.describe(), SCALAR);
        }
        return null;
    }
}
