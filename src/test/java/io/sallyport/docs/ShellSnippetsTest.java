package io.sallyport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each line that a page shows to be typed into a shell is run by a test; this one holds that none was forgotten. */
class ShellSnippetsTest {

    /** DeployPageIT follows it line by line. */
    private static final Path DEPLOY = Path.of("docs", "deploy.md");

    /** Measurements of minutes to hours, on a machine that does nothing else: a test would prove nothing of them. */
    private static final Path PERFORMANCE = Path.of("docs", "performance.md");

    /** What ToolsDocTest runs, with what it prints. */
    private static final String TOOL = "\\./sallyport (check|explain|diff) .*";

    private static final List<String> ELSEWHERE = List.of(
            // DemoIT starts it, ReadmeTest holds the loop against what it prints.
            "./sallyport demo     # build if need be, and run the main job with two embedded backends",
            "for i in $(seq 50); do curl -s --cacert target/demo/ca.crt --resolve shop.example.com:8443:127.0.0.1"
                    + " https://shop.example.com:8443/reviews; done | sort | uniq -c",
            // This very run.
            "mvn verify           # run every check and test",
            // ExplainRouteTest asks it.
            "curl -sG localhost:9000/explain --data-urlencode 'request=GET https://shop.example.com/reviews/7'"
                    + " --data-urlencode 'header=x-canary: always'");

    @Test
    void eachLineIsRunByATest() {
        assertThat(Page.all())
                .filteredOn(page -> !page.path().equals(DEPLOY) && !page.path().equals(PERFORMANCE))
                .flatExtracting(Page::commands)
                .filteredOn(line -> !line.matches(TOOL))
                .containsExactlyInAnyOrderElementsOf(ELSEWHERE);
    }

    @Test
    void commandsOfTheToolsStandWhereTheyAreRun() {
        assertThat(Page.all())
                .filteredOn(page -> page.commands().stream().anyMatch(line -> line.matches(TOOL)))
                .extracting(Page::path)
                .containsExactly(Path.of("docs", "tools.md"));
    }
}
