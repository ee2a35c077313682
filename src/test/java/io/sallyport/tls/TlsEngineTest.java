package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsEngineTest {

    private static final Throwable CANNOT_LOAD = new UnsatisfiedLinkError("libgcc_s.so.1");

    private final Path directory;

    TlsEngineTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void takesBoringSslWhereItCan() throws IOException {
        assertThat(TlsEngine.resolve("auto", fips("0"), null)).isEqualTo(TlsEngine.OPENSSL);
        assertThat(TlsEngine.resolve("auto", directory.resolve("absent"), null)).isEqualTo(TlsEngine.OPENSSL);
        assertThat(TlsEngine.resolve("openssl", fips("1"), null)).isEqualTo(TlsEngine.OPENSSL);
    }

    @Test
    void takesTheJdkOnAFipsHostOrIfBoringSslCannotLoad() throws IOException {
        assertThat(TlsEngine.resolve("auto", fips("1\n"), null)).isEqualTo(TlsEngine.JDK);
        assertThat(TlsEngine.resolve("auto", fips("0"), CANNOT_LOAD)).isEqualTo(TlsEngine.JDK);
        assertThat(TlsEngine.resolve("jdk", fips("0"), null)).isEqualTo(TlsEngine.JDK);
    }

    @Test
    void failsLoudlyIfBoringSslIsDemandedAndCannotLoad() {
        assertThatThrownBy(() -> TlsEngine.resolve("openssl", directory, CANNOT_LOAD))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sallyport.tls.engine is openssl")
                .hasMessageContaining("libgcc_s.so.1");
    }

    @Test
    void refusesOtherSettings() {
        assertThatThrownBy(() -> TlsEngine.resolve("gnutls"))
                .hasMessage("sallyport.tls.engine must be auto, openssl or jdk, was gnutls");
    }

    @Test
    void loadsBoringSslHere() {
        assertThat(TlsEngine.resolve("openssl").label()).isEqualTo("openssl");
    }

    private Path fips(String content) throws IOException {
        return Files.writeString(directory.resolve("fips_enabled"), content);
    }
}
