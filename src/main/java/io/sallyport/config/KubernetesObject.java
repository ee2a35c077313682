package io.sallyport.config;

/** Tells what a YAML document is, by the fields that each object of Kubernetes has. */
final class KubernetesObject {

    private static final String VERSION = "apiVersion";
    private static final String KIND = "kind";

    private KubernetesObject() {}

    static boolean isOne(FieldPath root) {
        return root.field(VERSION).node() != null && root.field(KIND).node() != null;
    }

    static boolean is(FieldPath root, String version, String kind) {
        return text(root.field(VERSION)).equals(version)
                && text(root.field(KIND)).equals(kind);
    }

    /** How a violation calls it. */
    static String describe(FieldPath root) {
        if (root.field(VERSION).node() != null || root.field(KIND).node() != null) {
            return "kind " + Quote.of(text(root.field(KIND))) + " of apiVersion " + Quote.of(text(root.field(VERSION)));
        }
        boolean own =
                root.field("listeners").node() != null || root.field("routes").node() != null;
        return own ? "a second gateway document" : "no apiVersion and kind";
    }

    private static String text(FieldPath at) {
        return at.node() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    }
}
