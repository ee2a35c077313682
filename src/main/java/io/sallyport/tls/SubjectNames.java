package io.sallyport.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The subject alternative names of a certificate (RFC 5280, 4.2.1.6). */
final class SubjectNames {

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    private SubjectNames() {}

    /** The DNS names, as written. */
    static List<String> dns(X509Certificate certificate) {
        return of(certificate, DNS);
    }

    /** The URIs, as written. */
    static List<String> uris(X509Certificate certificate) {
        return of(certificate, URI);
    }

    /** The IP addresses, as literals. */
    static List<String> addresses(X509Certificate certificate) {
        return of(certificate, ADDRESS);
    }

    // Names that cannot be read are no names: whoever asks for one then refuses.
    private static List<String> of(X509Certificate certificate, int type) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all == null) {
                return List.of();
            }
            for (List<?> name : all) {
                if (Integer.valueOf(type).equals(name.get(0)) && name.get(1) instanceof String value) {
                    names.add(value);
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names;
    }
}
