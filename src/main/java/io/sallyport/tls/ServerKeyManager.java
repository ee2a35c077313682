package io.sallyport.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
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
    private final List<String> versions;

    /**
     * @param versions the TLS versions to serve. BoringSSL falls back to its own suites for a version that has none
     *     of ours, and Vert.x enables TLS 1.2 on every engine: without a certificate there is no handshake.
     */
    ServerKeyManager(List<CertifiedKey> certificates, List<String> versions) {
        this.index = new CertificateIndex(certificates);
        this.versions = List.copyOf(versions);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (engine == null || isRenegotiation(engine)) {
            return null;
        }
        SSLSession session = engine.getHandshakeSession();
        if (session == null) {
            // The JDK, from 25 on, compares with the certificate in a ticket before it has told the name. What is
            // not for the first certificate then gets a full handshake.
            return alias(null, keyType);
        }
        String serverName = PeerIdentity.sni(session);
        if (!versions.contains(session.getProtocol())) {
            return null;
        }
        // Where there is no choice the engine itself finds out what the client can verify.
        boolean mayServe = index.all(serverName).size() == 1
                || (canVerify(session, keyType) && !leavesItToRsa(session, engine, serverName, keyType));
        return mayServe ? alias(serverName, keyType) : null;
    }

    private @Nullable String alias(@Nullable String serverName, String keyType) {
        Integer place = index.find(serverName, keyType);
        return place == null ? null : place.toString();
    }

    // The JDK's own switch has no effect once a server of the process has shaken hands, so it is refused here too.
    // The JDK's engine has a session before the handshake only if there was one before; BoringSSL never renegotiates.
    private static boolean isRenegotiation(SSLEngine engine) {
        return !(engine instanceof ReferenceCountedOpenSslEngine)
                && !engine.getSession().getProtocol().equals("NONE");
    }

    // BoringSSL asks for every key type that we could use, whatever the client offered.
    private static boolean canVerify(SSLSession session, String keyType) {
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

    // In TLS 1.2 the suites that the client offers decide too, and BoringSSL does not tell them. Of two certificates
    // the RSA one then is the safe choice: clients without RSA suites are rare, clients without ECDSA suites are not.
    private boolean leavesItToRsa(
            SSLSession session, @Nullable SSLEngine engine, @Nullable String sni, String keyType) {
        return engine instanceof ReferenceCountedOpenSslEngine
                && keyType.equals("EC")
                && session.getProtocol().equals("TLSv1.2")
                && index.find(sni, "RSA") != null
                && canVerify(session, "RSA");
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
