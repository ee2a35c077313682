package io.sallyport.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate serves a name: one with that very name, else one with a wildcard for its last labels (RFC 9525,
 * 6.3: one label), else the first of all. Of equals, the first in the document, for each type of key.
 */
final class CertificateIndex {

    private final List<CertifiedKey> certificates;
    private final Map<String, Map<String, Integer>> byName = new HashMap<>();
    private final Map<String, Integer> byDefault = new LinkedHashMap<>();

    CertificateIndex(List<CertifiedKey> certificates) {
        this.certificates = List.copyOf(certificates);
        Set<String> firstNames = Set.copyOf(certificates.get(0).names());
        for (int i = 0; i < certificates.size(); i++) {
            CertifiedKey certificate = certificates.get(i);
            for (String name : certificate.names()) {
                byName.computeIfAbsent(name, n -> new LinkedHashMap<>()).putIfAbsent(certificate.keyType(), i);
            }
            if (i == 0 || firstNames.equals(Set.copyOf(certificate.names()))) {
                byDefault.putIfAbsent(certificate.keyType(), i);
            }
        }
    }

    /** The place in the document of the certificate of this key type for this name, or none. */
    @Nullable
    Integer find(@Nullable String serverName, String keyType) {
        return candidates(serverName).get(keyType);
    }

    /** All that may be presented for a name, one for each key type. */
    List<CertifiedKey> all(@Nullable String serverName) {
        return candidates(serverName).values().stream().map(certificates::get).toList();
    }

    CertifiedKey get(int place) {
        return certificates.get(place);
    }

    List<String> placesOf(String keyType) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < certificates.size(); i++) {
            if (certificates.get(i).keyType().equals(keyType)) {
                places.add(String.valueOf(i));
            }
        }
        return places;
    }

    private Map<String, Integer> candidates(@Nullable String serverName) {
        if (serverName == null) {
            return byDefault;
        }
        String name = serverName.toLowerCase(Locale.ROOT);
        Map<String, Integer> exact = byName.get(name);
        if (exact != null) {
            return exact;
        }
        int dot = name.indexOf('.');
        Map<String, Integer> wildcard = dot < 0 ? null : byName.get("*" + name.substring(dot));
        return wildcard == null ? byDefault : wildcard;
    }
}
