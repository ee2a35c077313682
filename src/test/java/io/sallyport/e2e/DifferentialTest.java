package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.proxy.ByteRows;
import io.sallyport.proxy.ByteRows.Row;
import io.sallyport.proxy.Mutants;
import io.sallyport.routing.PathPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a backend got reads, by a parser of its own, as exactly the requests that the client's bytes read as by the same
 * parser, or as fewer where the gateway refused. No request is ever seen as two, or as another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialTest {

    private static final int MUTANTS = 600;
    private static final PathPolicy PATHS = new PathPolicy(
            PathPolicy.DotSegments.NORMALIZE, PathPolicy.DoubledSlashes.MERGE, PathPolicy.EscapedSlashes.REJECT);

    private final int plain = GatewayRig.freePort();
    private GatewayRig rig;
    private StrictBackend backend;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        rig = new GatewayRig(directory).lanes(1, 8);
        backend = rig.closing(new StrictBackend());
        rig.start(rig.plainDocument(backend.url())
                .replace("backends:\n", "  - {name: plain, port: " + plain + ", protocol: HTTP}\nbackends:\n"));
    }

    @AfterAll
    void stop() throws Exception {
        rig.close();
    }

    /** Sends the bytes, ends its side, and reads all answers. */
    private String answers(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plain);
                Wire wire = new Wire(socket)) {
            wire.send(text);
            socket.shutdownOutput();
            return wire.rest();
        } catch (java.net.SocketException e) {
            return "";
        }
    }

    private void compare(String text) throws IOException {
        int before = backend.seen().size();
        String answers = answers(text);
        List<StrictRequest> meant = StrictRequest.all(text);
        List<StrictRequest> seen =
                List.copyOf(backend.seen()).subList(before, backend.seen().size());
        assertThat(backend.malformed()).as(text).isEmpty();
        assertThat(seen.size()).as(text).isLessThanOrEqualTo(meant.size());
        assertThat(answers.split("HTTP/1.[01] 200 ", -1).length - 1).as(text).isLessThanOrEqualTo(seen.size());
        int next = 0;
        for (StrictRequest each : seen) {
            while (answeredHere(meant.get(next))) {
                next++;
            }
            same(meant.get(next), each, text);
            next++;
        }
    }

    /** Refused without an end of the connection. */
    private static boolean answeredHere(StrictRequest meant) {
        return meant.method().equals("TRACE") || meant.method().equals("CONNECT");
    }

    private static void same(StrictRequest meant, StrictRequest seen, String text) {
        assertThat(seen.method()).as(text).isEqualTo(meant.method());
        assertThat(seen.target()).as(text).isEqualTo(read(meant.target()));
        assertThat(seen.body()).as(text).isEqualTo(meant.body());
        assertThat(StrictRequest.values(seen.fields(), "host")).as(text).hasSizeLessThanOrEqualTo(1);
        assertThat(seen.fields())
                .as(text)
                .containsAll(meant.fields().stream()
                        .filter(field -> field.startsWith("x"))
                        .toList());
    }

    private static String read(String target) {
        String origin = target.replaceFirst("^https?://[^/?]*", "");
        String whole = origin.startsWith("/") || origin.equals("*") ? origin : "/" + origin;
        int query = whole.indexOf('?');
        String path = PATHS.read(query < 0 ? whole : whole.substring(0, query));
        return query < 0 ? String.valueOf(path) : path + whole.substring(query);
    }

    @Test
    void eachRowOfTheTableIsReadTheSameOnBothSidesOrRefused() throws IOException {
        for (Row row : ByteRows.all()) {
            int before = backend.seen().size();
            compare(row.text());
            assertThat(backend.seen().size() - before).as(row.name()).isEqualTo(row.good() ? 1 : 0);
        }
    }

    @Test
    void whateverIsPutIntoRequestsIsReadTheSameOnBothSidesOrRefused() throws IOException {
        Mutants mutants = new Mutants(20);
        int before = backend.seen().size();
        for (int i = 0; i < MUTANTS; i++) {
            compare(mutants.next());
        }
        assertThat(backend.seen().size() - before).isGreaterThan(MUTANTS / 10);
    }
}
