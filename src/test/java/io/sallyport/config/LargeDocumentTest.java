package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** The limit for reading and compiling 10,000 routes is two seconds. Held here tenfold, in CPU time, on shared machines. */
class LargeDocumentTest {

    private static final Logger LOG = Logger.getLogger(LargeDocumentTest.class);
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int ROUTES = 10_000;
    private static final long LIMIT_MILLIS = 20_000;

    @Test
    void readsTenThousandRoutes() {
        byte[] document = document().getBytes(StandardCharsets.UTF_8);
        long start = CPU.getCurrentThreadCpuTime();
        ParseResult result = new SpecParser().parse(document, Documents.MAX_BYTES);
        long millis = (CPU.getCurrentThreadCpuTime() - start) / 1_000_000;
        LOG.infof("%d routes, %d bytes: read in %d ms of CPU", ROUTES, document.length, millis);
        assertThat(result).isInstanceOf(ParseResult.Parsed.class);
        assertThat(((ParseResult.Parsed) result).document().spec().routes()).hasSize(ROUTES);
        assertThat(millis).isLessThan(LIMIT_MILLIS);
    }

    static String document() {
        StringBuilder text = new StringBuilder("listeners:\n  - {name: web, port: 8080, protocol: HTTP}\nbackends:\n");
        for (int i = 0; i < ROUTES / 10; i++) {
            text.append(String.format(Locale.ROOT, """
                      - name: backend-%d
                        endpoints: ["https://backend-%d.shop.svc:8443"]
                        tls: {caFile: ca.crt, certificateFile: tls.crt, keyFile: tls.key}
                    """, i, i));
        }
        text.append("routes:\n");
        for (int i = 0; i < ROUTES; i++) {
            text.append(route(i));
        }
        return text.toString();
    }

    private static String route(int i) {
        return String.format(Locale.ROOT, """
                  - name: route-%d
                    hostnames:
                      - host-%d.example.com
                    rules:
                      - name: canary
                        matches:
                          - path: {type: PathPrefix, value: /service-%d}
                            headers:
                              - {name: x-canary, value: always}
                        backendRefs: [{name: backend-%d}]
                      - matches:
                          - path: {type: PathPrefix, value: /service-%d}
                          - path: {type: Exact, value: /exact-%d}
                        backendRefs: [{name: backend-%d, weight: 90}]
                """, i, i, i, i / 10, i, i, i / 10);
    }
}
