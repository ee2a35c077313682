package io.sallyport.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A key of a ConfigMap, under which a document stands. */
public record ConfigMapKey(String namespace, String name, String key) {

    /** The same key of another ConfigMap beside it. */
    ConfigMapKey in(String otherName) {
        return new ConfigMapKey(namespace, otherName, key);
    }

    /** What stands there: text, or bytes if it was stored as such. Absent: the key is not there. */
    @Nullable
    Content read(ConfigMap map) {
        String text = map.getData() == null ? null : map.getData().get(key);
        if (text != null) {
            return new Content(text.getBytes(StandardCharsets.UTF_8));
        }
        String base64 = map.getBinaryData() == null ? null : map.getBinaryData().get(key);
        return base64 == null ? null : new Content(Base64.getDecoder().decode(base64));
    }

    /** {@code ConfigMap namespace/name}. */
    String map() {
        return "ConfigMap " + namespace + "/" + name;
    }

    /** {@code namespace/name/key}, as it stands in status and log. */
    @Override
    public String toString() {
        return namespace + "/" + name + "/" + key;
    }
}
