package io.sallyport.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Which library speaks TLS, on both sides of the gateway. */
public enum TlsEngine {
    /** BoringSSL by netty-tcnative. */
    OPENSSL("openssl", SslProvider.OPENSSL),
    /** The JDK's own. */
    JDK("jdk", SslProvider.JDK);

    private static final Logger LOG = Logger.getLogger(TlsEngine.class);
    private static final Path FIPS = Path.of("/proc/sys/crypto/fips_enabled");

    private final String label;
    private final SslProvider provider;

    TlsEngine(String label, SslProvider provider) {
        this.label = label;
        this.provider = provider;
    }

    /**
     * The engine for {@code sallyport.tls.engine}.
     *
     * @param setting {@code auto} (BoringSSL, but the JDK's on a FIPS host or where BoringSSL cannot load),
     *     {@code openssl} or {@code jdk}
     * @throws IllegalArgumentException for any other setting
     * @throws IllegalStateException if {@code openssl} is set and cannot load
     */
    public static TlsEngine resolve(String setting) {
        return resolve(setting, FIPS, OpenSsl.unavailabilityCause());
    }

    static TlsEngine resolve(String setting, Path fipsFlag, @Nullable Throwable openSslFailure) {
        return switch (setting.toLowerCase(Locale.ROOT)) {
            case "auto" -> automatic(fipsFlag, openSslFailure);
            case "jdk" -> JDK;
            case "openssl" -> {
                if (openSslFailure != null) {
                    throw new IllegalStateException(
                            "sallyport.tls.engine is openssl, but BoringSSL cannot load: " + openSslFailure,
                            openSslFailure);
                }
                yield OPENSSL;
            }
            default ->
                throw new IllegalArgumentException("sallyport.tls.engine must be auto, openssl or jdk, was " + setting);
        };
    }

    private static TlsEngine automatic(Path fipsFlag, @Nullable Throwable openSslFailure) {
        if (isSet(fipsFlag)) {
            LOG.info("TLS engine: jdk, because this host runs in FIPS mode");
            return JDK;
        }
        if (openSslFailure != null) {
            LOG.warnf("TLS engine: jdk, because BoringSSL cannot load: %s", openSslFailure);
            return JDK;
        }
        return OPENSSL;
    }

    // A kernel without the file knows no FIPS mode.
    private static boolean isSet(Path flag) {
        try {
            return Files.readString(flag, StandardCharsets.US_ASCII).strip().equals("1");
        } catch (IOException e) {
            return false;
        }
    }

    /** The name that settings, metrics and logs use. */
    public String label() {
        return label;
    }

    SslProvider provider() {
        return provider;
    }
}
