package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderKindTest {

    @ParameterizedTest
    @CsvSource({
        "x-forwarded-for, OWN",
        "X-Forwarded-Client-Cert, FORBIDDEN",
        "x-sallyport-route, FORBIDDEN",
        "x-custom, PASS",
        "x_custom, PASS",
        "X_Forwarded_For, FORBIDDEN",
        "x_forwarded-client_cert, FORBIDDEN",
        "X_SSL_Client_CN, FORBIDDEN",
        "x_sallyport_route, FORBIDDEN",
        "transfer-encoding, HOP"
    })
    void underscoresHideNoTrust(String name, HeaderKind kind) {
        assertThat(HeaderKind.of(name)).isEqualTo(kind);
    }
}
