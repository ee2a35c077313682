package io.sallyport.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a server's certificate by SNI and by what the client can verify. An alias is a certificate's place in the
 * document: it never changes its meaning, as a new generation gets a new key manager.
 */
final class ServerKeyManager extends X509ExtendedKeyManager {

    private final CertificateIndex index;

    ServerKeyManager(List<CertifiedKey> certificates) {
        this.index = new CertificateIndex(certificates);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        SSLSession session = engine == null ? null : engine.getHandshakeSession();
        if (!canVerify(session, keyType)) {
            return null;
        }
        Integer place = index.find(session == null ? null : PeerIdentity.sni(session), keyType);
        return place == null ? null : place.toString();
    }

    // BoringSSL asks for every key type that we could use, whatever the client offered.
    private static boolean canVerify(@Nullable SSLSession session, String keyType) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return true;
        }
        String[] algorithms = extended.getPeerSupportedSignatureAlgorithms();
        return algorithms.length == 0
                || Stream.of(algorithms).anyMatch(algorithm -> switch (keyType) {
                    case "RSA" -> algorithm.contains("withRSA") || algorithm.startsWith("RSASSA");
                    case "EC" -> algorithm.endsWith("withECDSA");
                    default -> false;
                });
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return index.get(Integer.parseInt(alias)).chain();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return index.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return index.placesOf(keyType).toArray(new String[0]);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
