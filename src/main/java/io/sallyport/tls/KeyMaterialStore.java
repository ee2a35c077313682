package io.sallyport.tls;

import io.sallyport.config.CertificateSpec;
import io.sallyport.tls.Loaded.Fresh;
import io.sallyport.tls.Loaded.Kept;
import io.sallyport.tls.Loaded.Missing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads key material and remembers the last that was fit, so that a bad rotation changes nothing. A rotation is
 * refused if it cannot be parsed, if key and certificate do not fit, if it holds no CA, or if it has expired while
 * the current one has not; it is held back while it is not valid yet. The first reading takes an expired or early
 * certificate too, with a warning. Whoever calls again, when a file changed or from time to time, gets what was
 * held once it is due. Reads files: never call it on an event loop.
 */
public final class KeyMaterialStore {

    /** How far clocks may differ before a certificate counts as not valid yet. */
    static final Duration SKEW = Duration.ofMinutes(5);

    /** A certificate that expires earlier deserves a warning. */
    static final Duration SOON = Duration.ofDays(14);

    private final SecretFiles files;
    private final Clock clock;
    private final Map<CertificateSpec, Held<CertifiedKey>> certificates = new HashMap<>();
    private final Map<String, Held<TrustAnchors>> trust = new HashMap<>();
    private final Map<String, SessionKey> sessions = new HashMap<>();
    private @Nullable TrustAnchors system;

    /**
     * What was parsed, and of what content. A thousand backends may name the same files, and each reload asks for all of
     * them: what has not changed is not parsed again, which takes milliseconds where a signature is rehearsed.
     */
    private record Held<T>(T value, String content) {

        private static <T> @Nullable T value(@Nullable Held<T> held) {
            return held == null ? null : held.value();
        }

        private static boolean isOf(@Nullable Held<?> held, String content) {
            return held != null && held.content().equals(content);
        }
    }

    public KeyMaterialStore(SecretFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /** Reads a certificate chain and its key. Says in its result what was wrong; never throws. */
    public synchronized Loaded<CertifiedKey> certificate(String certificateFile, String keyFile) {
        CertificateSpec where = new CertificateSpec(certificateFile, keyFile);
        Held<CertifiedKey> held = certificates.get(where);
        CertifiedKey current = Held.value(held);
        try {
            byte[] chain = files.read(certificateFile);
            byte[] key = files.read(keyFile);
            String content = Digests.of(chain) + Digests.of(key);
            CertifiedKey next = current != null && Held.isOf(held, content)
                    ? current
                    : CertifiedKey.parse(certificateFile, chain, keyFile, key);
            String objection = current == null || current.equals(next) ? null : objection(current, next);
            if (current != null && objection != null) {
                return new Kept<>(current, objection);
            }
            certificates.put(where, new Held<>(next, content));
            return new Fresh<>(next, warnings(next));
        } catch (SecretFileException | UnfitMaterialException e) {
            return refused(current, e);
        }
    }

    /** Reads a bundle of CA certificates. Says in its result what was wrong; never throws. */
    public synchronized Loaded<TrustAnchors> trust(String caFile) {
        Held<TrustAnchors> held = trust.get(caFile);
        TrustAnchors current = Held.value(held);
        try {
            byte[] bundle = files.read(caFile);
            String content = Digests.of(bundle);
            TrustAnchors next =
                    current != null && Held.isOf(held, content) ? current : TrustAnchors.parse(caFile, bundle);
            Instant now = clock.instant();
            if (current != null && next.allExpired(now) && !current.allExpired(now)) {
                return new Kept<>(current, "file " + caFile + " holds expired CA certificates only");
            }
            trust.put(caFile, new Held<>(next, content));
            return new Fresh<>(next, warnings(caFile, next));
        } catch (SecretFileException | UnfitMaterialException e) {
            return refused(current, e);
        }
    }

    /** Reads a key for the tokens of sessions. Says in its result what was wrong; never throws. */
    public synchronized Loaded<SessionKey> sessionKey(String file) {
        try {
            SessionKey key = SessionKey.parse(file, files.read(file));
            sessions.put(file, key);
            return new Fresh<>(key, List.of());
        } catch (SecretFileException | UnfitMaterialException e) {
            return refused(sessions.get(file), e);
        }
    }

    /** The authorities that the JDK trusts by default, read once. */
    public synchronized TrustAnchors systemTrust() {
        if (system == null) {
            system = TrustAnchors.system();
        }
        return system;
    }

    /** Forgets everything that is not named here, so that it counts as first read when it comes back. */
    public synchronized void retain(
            Set<CertificateSpec> usedCertificates, Set<String> usedCaFiles, Set<String> usedSessionKeys) {
        certificates.keySet().retainAll(usedCertificates);
        trust.keySet().retainAll(usedCaFiles);
        sessions.keySet().retainAll(usedSessionKeys);
    }

    private @Nullable String objection(CertifiedKey current, CertifiedKey next) {
        Instant now = clock.instant();
        if (isEarly(next, now)) {
            return "certificate " + next.certificateFile() + " is held until it becomes valid at " + next.notBefore();
        }
        if (next.notAfter().isBefore(now) && !current.notAfter().isBefore(now)) {
            return "certificate " + next.certificateFile() + " expired at " + next.notAfter();
        }
        return null;
    }

    private List<String> warnings(CertifiedKey key) {
        List<String> warnings = new ArrayList<>();
        Instant now = clock.instant();
        if (isEarly(key, now)) {
            warnings.add("certificate " + key.certificateFile() + " is not valid before " + key.notBefore());
        }
        if (key.notAfter().isBefore(now)) {
            warnings.add("certificate " + key.certificateFile() + " expired at " + key.notAfter());
        } else if (key.notAfter().isBefore(now.plus(SOON))) {
            warnings.add("certificate " + key.certificateFile() + " expires soon, at " + key.notAfter());
        }
        return warnings;
    }

    private List<String> warnings(String caFile, TrustAnchors anchors) {
        return anchors.expired(clock.instant())
                .map(ca -> "file " + caFile + " holds a CA certificate that expired at "
                        + ca.getNotAfter().toInstant())
                .toList();
    }

    private static boolean isEarly(CertifiedKey key, Instant now) {
        return key.notBefore().isAfter(now.plus(SKEW));
    }

    private static <T> Loaded<T> refused(@Nullable T current, Exception why) {
        String message = String.valueOf(why.getMessage());
        return current == null ? new Missing<>(message) : new Kept<>(current, message);
    }
}
