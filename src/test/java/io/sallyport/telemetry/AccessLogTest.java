package io.sallyport.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.docs.Page;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AccessLogTest {

    private final Sink sink = new Sink();
    private final LongAdder drops = new LongAdder();

    @Test
    void writesOneJsonLineForEachExchange() {
        try (AccessLog log = new AccessLog(sink, 10, drops)) {
            log.log(entry("/reviews", "spiffe://cluster.local/ns/shop/sa/web"));
            log.log(entry("/next", null));
        }

        String start = "{\"time\":\"2026-01-02T03:04:05.006Z\",\"request_id\":\"id-1\","
                + "\"client\":\"203.0.113.9\",\"listener\":\"public\",\"route\":\"reviews\",\"rule\":\"0\",\"backend\":\"v1\",\"endpoint\":\"10.0.0.1:8443\",\"method\":\"GET\",";
        String middle = "\"code\":503,\"reason\":\"UPSTREAM_RESET\",\"bytes_in\":10,\"bytes_out\":20,"
                + "\"duration_ms\":1234.567,\"upstream_ms\":0.005,\"attempts\":2,";
        assertThat(sink.text())
                .isEqualTo(start + "\"path\":\"/reviews\"," + middle
                        + "\"principal\":\"spiffe://cluster.local/ns/shop/sa/web\"}\n" + start + "\"path\":\"/next\","
                        + middle + "\"principal\":null}\n");
        assertThat(drops.sum()).isZero();
    }

    @Test
    void hasTheFieldsThatThePageShows() throws IOException {
        try (AccessLog log = new AccessLog(sink, 10, drops)) {
            log.log(entry("/", null));
        }
        String shown = Page.of(Path.of("docs", "operate.md"))
                .blocks("json")
                .findFirst()
                .orElseThrow()
                .text();

        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(sink.text()).properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyElementsOf(json.readTree(shown).properties().stream()
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @Test
    void escapesWhateverCouldForgeALineOrDriveATerminal() throws IOException {
        String hostile = "/a\n{\"code\":200}\r\t\u0000\u001b[31m\u007f\u009b\u2028\u202e\"\\\ud800é";
        try (AccessLog log = new AccessLog(sink, 10, drops)) {
            log.log(entry(hostile, hostile));
        }

        assertThat(sink.lines()).hasSize(1);
        assertThat(sink.text().strip().chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
        assertThat(new ObjectMapper().readTree(sink.text()).get("path").asText())
                .isEqualTo(hostile);
    }

    @Test
    void cutsALongPathAndNeverShowsAQuery() throws IOException {
        try (AccessLog log = new AccessLog(sink, 10, drops)) {
            log.log(entry("/" + "a".repeat(5_000), null));
            log.log(entry("/login?token=secret", null));
        }

        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(sink.lines().get(0)).get("path").asText()).hasSize(2_048);
        assertThat(json.readTree(sink.lines().get(1)).get("path").asText()).isEqualTo("/login");
        assertThat(sink.text()).doesNotContain("secret");
    }

    @Test
    void dropsAndCountsInsteadOfWaitingForASlowSink() throws InterruptedException {
        sink.stall();
        try (AccessLog log = new AccessLog(sink, 4, drops)) {
            log.log(entry("/first", null));
            sink.awaitWrite();
            for (int i = 0; i < 100; i++) {
                log.log(entry("/" + i, null));
            }
            assertThat(drops.sum()).isEqualTo(96);
            sink.goOn();
        }

        assertThat(sink.lines()).hasSize(5).element(4).asString().contains("\"path\":\"/3\"");
        assertThat(drops.sum()).isEqualTo(96);
    }

    @Test
    void flushesAsSoonAsNothingWaits() throws InterruptedException {
        try (AccessLog log = new AccessLog(sink, 10, drops)) {
            for (int i = 1; i <= 100; i++) {
                log.log(entry("/", null));
                sink.awaitFlush();
                assertThat(sink.lines()).hasSize(i);
            }
        }
    }

    @Test
    void writesAllThatFourThreadsLog() throws InterruptedException {
        try (AccessLog log = new AccessLog(sink, 40_000, drops)) {
            List<Thread> threads = List.of(logger(log), logger(log), logger(log), logger(log));
            for (Thread each : threads) {
                each.join();
            }
        }

        assertThat(sink.lines()).hasSize(40_000).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(drops.sum()).isZero();
    }

    @Test
    void countsWhatTheSinkRefusesAndGoesOnAfterwards() throws InterruptedException {
        sink.refuseOnce();
        try (AccessLog log = new AccessLog(sink, 10, drops)) {
            log.log(entry("/lost", null));
            sink.awaitWrite();
            log.log(entry("/kept", null));
        }

        assertThat(drops.sum()).isEqualTo(1);
        assertThat(sink.lines()).singleElement().asString().contains("/kept");
    }

    @Test
    void dropsWhatComesAfterItsEnd() {
        AccessLog log = new AccessLog(sink, 10, drops);
        log.close();

        log.log(entry("/late", null));

        assertThat(drops.sum()).isEqualTo(1);
        assertThat(sink.text()).isEmpty();
    }

    private static Thread logger(AccessLog log) {
        Thread thread = new Thread(() -> {
            for (int i = 0; i < 10_000; i++) {
                log.log(entry("/" + i, null));
            }
        });
        thread.start();
        return thread;
    }

    private static AccessLogEntry entry(String path, @Nullable String principal) {
        return new AccessLogEntry(
                Instant.parse("2026-01-02T03:04:05.006Z"),
                "id-1",
                "203.0.113.9",
                "public",
                "reviews",
                "0",
                "v1",
                "10.0.0.1:8443",
                "GET",
                path,
                503,
                Reason.UPSTREAM_RESET,
                10,
                20,
                1_234_567_890,
                5_999,
                2,
                principal);
    }

    /** Takes what is written; may stall or refuse. */
    private static final class Sink extends ByteArrayOutputStream {

        private final CountDownLatch written = new CountDownLatch(1);
        private final Semaphore flushes = new Semaphore(0);
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile boolean refusing;

        void stall() {
            gate = new CountDownLatch(1);
        }

        void goOn() {
            gate.countDown();
        }

        void refuseOnce() {
            refusing = true;
        }

        void awaitWrite() throws InterruptedException {
            written.await();
        }

        void awaitFlush() throws InterruptedException {
            flushes.acquire();
        }

        String text() {
            return toString(UTF_8);
        }

        List<String> lines() {
            return text().lines().toList();
        }

        /** Not synchronized, so that a stalled writer does not stop the reader. */
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public void write(byte[] bytes, int from, int length) {
            written.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (refusing) {
                refusing = false;
                throw new IllegalStateException("no space left");
            }
            super.write(bytes, from, length);
        }

        @Override
        public void flush() {
            flushes.release();
        }
    }
}
