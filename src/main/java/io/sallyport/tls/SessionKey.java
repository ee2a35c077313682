package io.sallyport.tls;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What the tokens of sessions are made with: the whole content of a file. Equal by content. */
public final class SessionKey {

    /** As long as the digest (RFC 2104, 3). */
    static final int LEAST_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PEM = "-----BEGIN".getBytes(StandardCharsets.US_ASCII);
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;

    private SessionKey(byte[] content) {
        this.key = new SecretKeySpec(content, ALGORITHM);
    }

    /** Takes a file's content; PEM is refused, for a certificate is no secret. */
    static SessionKey parse(String file, byte[] content) throws UnfitMaterialException {
        if (content.length < LEAST_BYTES) {
            throw new UnfitMaterialException("file " + file + " holds less than " + LEAST_BYTES + " bytes");
        }
        if (Arrays.equals(content, 0, PEM.length, PEM, 0, PEM.length)) {
            throw new UnfitMaterialException("file " + file + " holds PEM, not random bytes");
        }
        return new SessionKey(content);
    }

    /**
     * The first bytes of the HMAC-SHA-256 (RFC 2104) of a text, as text: 4 characters for each 3 bytes, of the alphabet of
     * RFC 4648, 5.
     *
     * @param bytes 16 at most keep what RFC 2104, 5 asks for; 1 to 32
     */
    public String digest(String text, int bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return TEXT.encodeToString(Arrays.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), bytes));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionKey that && MessageDigest.isEqual(key.getEncoded(), that.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return "SessionKey";
    }
}
