package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConfigMetersTest {

    private final Scrape scrape = new Scrape();
    private final ConfigMeters config = new GatewayMetrics(scrape.registry(), 1_000).config();

    @Test
    void namesOnlyTheRevisionInForce() {
        config.taken("aaaaaaaaaaaa", Instant.ofEpochSecond(1));
        config.taken("bbbbbbbbbbbb", Instant.ofEpochMilli(2_500));

        assertThat(scrape.lines("sallyport_config_info"))
                .containsExactly("sallyport_config_info{revision=\"bbbbbbbbbbbb\",} 1.0");
        assertThat(scrape.lines("sallyport_config_last_success"))
                .containsExactly("sallyport_config_last_success_timestamp_seconds 2.5");
    }

    @Test
    void countsTakenAndRefusedDocumentsApart() {
        config.reloaded(true);
        config.reloaded(false);
        config.reloaded(false);

        assertThat(scrape.lines("sallyport_config_reloads_total"))
                .containsExactly(
                        "sallyport_config_reloads_total{result=\"refused\",} 2.0",
                        "sallyport_config_reloads_total{result=\"taken\",} 1.0");
    }

    @Test
    void asksAtEachScrapeWhetherTheDocumentStandsRefused() {
        AtomicBoolean refused = new AtomicBoolean();
        config.refusedWhen(refused::get);
        assertThat(scrape.lines("sallyport_config_refused")).containsExactly("sallyport_config_refused 0.0");

        refused.set(true);
        assertThat(scrape.lines("sallyport_config_refused")).containsExactly("sallyport_config_refused 1.0");
    }

    @Test
    void forgetsTheCertificatesThatAreGone() {
        config.certificates(Map.of("old.crt", Instant.EPOCH, "kept.crt", Instant.EPOCH));
        config.certificates(Map.of("kept.crt", Instant.ofEpochSecond(7)));

        assertThat(scrape.lines("sallyport_certificate_not_after_timestamp_seconds"))
                .containsExactly("sallyport_certificate_not_after_timestamp_seconds{file=\"kept.crt\",} 7.0");
    }

    @Test
    void countsTheWarningsOfTheDocumentInForceByKind() {
        config.warnings(Map.of("plaintext", 2L, "hostname", 1L));
        config.warnings(Map.of("plaintext", 1L));

        assertThat(scrape.lines("sallyport_config_warnings"))
                .containsExactly("sallyport_config_warnings{kind=\"plaintext\",} 1.0");
    }

    @Test
    void saysWhetherTheLastGoodDocumentIsInForce() {
        config.onLastGood(true);
        assertThat(scrape.lines("sallyport_config_on_last_good")).containsExactly("sallyport_config_on_last_good 1.0");

        config.onLastGood(false);
        assertThat(scrape.lines("sallyport_config_on_last_good")).containsExactly("sallyport_config_on_last_good 0.0");
    }

    @Test
    void saysWhetherTheSourceShowsADocument() {
        assertThat(scrape.lines("sallyport_config_source_up")).containsExactly("sallyport_config_source_up 0.0");

        config.sourceUp(true);
        assertThat(scrape.lines("sallyport_config_source_up")).containsExactly("sallyport_config_source_up 1.0");
    }
}
