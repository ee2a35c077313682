package io.sallyport.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Says what to try once the demo's gateway is ready, and waits for its end. */
public final class DemoApplication implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(DemoApplication.class);
    static final String PORT_PROPERTY = "sallyport-demo.port";

    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    @Override
    public int run(String... arguments) throws Exception {
        Config config = ConfigProvider.getConfig();
        int management = config.getValue("quarkus.management.port", Integer.class);
        if (!ready(management)) {
            System.err.println("the demo's gateway did not become ready; the log above says why");
            return 1;
        }
        guide(System.out, shortest(Path.of(arguments[0])), config.getValue(PORT_PROPERTY, Integer.class), management);
        Quarkus.waitForExit();
        return 0;
    }

    private static boolean ready(int management) throws InterruptedException {
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        long end = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < end) {
            try {
                if (client.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                    return true;
                }
            } catch (IOException e) {
                LOG.debugf("not ready: %s", e.getMessage());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return false;
    }

    /** Relative to where the user is, if it lies below. */
    private static Path shortest(Path directory) {
        Path here = Path.of("").toAbsolutePath();
        Path there = directory.toAbsolutePath();
        return there.startsWith(here) ? here.relativize(there) : there;
    }

    /** Three commands to try, and the line to edit. */
    static void guide(PrintStream out, Path directory, int port, int management) throws IOException {
        Path document = DemoFiles.document(directory);
        String curl = "curl -s --cacert %s --resolve %s:%d:127.0.0.1"
                .formatted(DemoFiles.ca(directory), DemoFiles.HOST, port);
        String url = "https://%s:%d/reviews".formatted(DemoFiles.HOST, port);
        out.printf("""

                The gateway is ready. Try, in another terminal:

                  1. the canary, about 90 to 10:
                     for i in $(seq 50); do %1$s %2$s; done | sort | uniq -c

                  2. a tester, who always gets v2:
                     %1$s -H 'x-canary: always' %2$s

                  3. what was counted:
                     curl -s http://127.0.0.1:%3$d/q/metrics | grep sallyport_requests_total

                Then shift the canary: edit the weight in %4$s, line %5$d (and the line above), save, and run 1 again.
                Make a typo there, and this console tells you the line and the field. Ctrl-C ends the demo.
                %n""", curl, url, management, document, DemoFiles.shiftedLine(document));
        out.flush();
    }
}
