package io.sallyport.source;

import static io.sallyport.source.Documents.revision;
import static io.sallyport.source.MockApi.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.sallyport.e2e.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigMapSourceTest {

    private static final byte[] A = Documents.valid(1);
    private static final byte[] B = Documents.valid(2);
    private static final ConfigMapSource.Pace FAST = new ConfigMapSource.Pace(Duration.ofMillis(20), 5);

    private final MockApi api = new MockApi();
    private final ApiServer server = new ApiServer(api.access());
    private final Told told = new Told();
    private final List<String> uids = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final Reloader reloader;
    private final ConfigMapSource source;

    ConfigMapSourceTest(@TempDir Path directory) {
        reloader = new Reloader(
                new SourceInfo("configmap", SOURCE.toString()),
                new FakeActivation(),
                new LastGoodFile(directory.resolve("none"), null),
                told,
                Time.system());
        source = new ConfigMapSource(SOURCE, server, reloader, uids::add, FAST);
    }

    @AfterEach
    void end() {
        source.close();
        reloader.close();
        server.close();
        api.close();
    }

    private void inForce(byte[] document) {
        Await.until(
                "revision " + revision(document),
                () -> revision(document).equals(reloader.status().revision())
                        && reloader.status().missing() == null);
    }

    private void missing(String why) {
        Await.until("missing: " + why, () -> String.valueOf(reloader.status().missing())
                .contains(why));
    }

    @Test
    void offersWhatIsThereAndEachEdit() {
        api.write(A);
        source.start();
        inForce(A);

        api.write(B);
        inForce(B);
        assertThat(told.all()).containsExactly(Told.taken(A), Told.taken(B));
        assertThat(told.shown()).isTrue();
    }

    @Test
    void selectsTheConfigMapByItsName() {
        api.write(A);
        source.start();
        inForce(A);

        assertThat(api.requests())
                .filteredOn(request -> request.startsWith("GET /api/v1/namespaces/edge/configmaps?"))
                .isNotEmpty()
                .allMatch(request -> request.contains("fieldSelector=metadata.name%3Dsallyport"));
    }

    @Test
    void saysThatTheConfigMapIsNotThereAndTakesItWhenItComes() {
        source.start();
        missing("ConfigMap edge/sallyport does not exist");

        api.write(A);
        inForce(A);
    }

    @Test
    void saysThatTheKeyIsNotThere() {
        api.write(Map.of("other.yaml", "x"));
        source.start();
        missing("ConfigMap edge/sallyport has no key gateway.yaml");

        api.write(A);
        inForce(A);
    }

    @Test
    void takesBytesToo() {
        api.admin()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("edge")
                        .withName("sallyport")
                        .endMetadata()
                        .addToBinaryData("gateway.yaml", Base64.getEncoder().encodeToString(A))
                        .build())
                .create();
        source.start();
        inForce(A);
    }

    @Test
    void goesOnWithWhatRunsWhenTheConfigMapIsDeletedAndTakesItsSuccessor() {
        api.write(A);
        source.start();
        inForce(A);

        api.delete();
        missing("does not exist");
        assertThat(reloader.status().revision()).isEqualTo(revision(A));

        api.write(B);
        inForce(B);
        assertThat(uids).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void outlivesAFirstListThatFails() {
        api.write(A);
        api.fail(request -> MockApi.forbidden());
        source.start();
        missing("ConfigMap edge/sallyport cannot be watched: the gateway's ServiceAccount may not do this (403)");

        api.mend();
        inForce(A);
    }

    @Test
    void outlivesAnApiServerThatIsNotThereYet() {
        api.write(A);
        api.kill();
        source.start();
        missing("the API server cannot be reached");

        api.restart();
        inForce(A);
    }

    @Test
    void outlivesALostApiServer() {
        api.write(A);
        source.start();
        inForce(A);

        api.kill();
        missing("the API server cannot be reached");
        assertThat(reloader.status().revision()).isEqualTo(revision(A));
        assertThat(told.shown()).isFalse();

        api.restart();
        inForce(A);
        api.write(B);
        inForce(B);
    }

    @Test
    void listsAgainWhenTheVersionIsGone() {
        api.write(A);
        source.start();
        inForce(A);
        api.fail(request -> MockApi.isWatch(request) ? MockApi.gone() : null);
        api.kill();
        api.restart();
        api.write(B);
        inForce(B);

        api.mend();
        api.write(A);
        inForce(A);
    }

    @Test
    void saysWhenARightIsTakenAwayThoughTheWatchStillRuns() {
        api.write(A);
        source.start();
        inForce(A);
        api.fail(request -> MockApi.isWatch(request) ? null : MockApi.forbidden());
        missing("may not do this (403)");

        api.mend();
        inForce(A);
    }

    @Test
    void saysWhenOnlyTheWatchIsRefused() {
        api.write(A);
        source.start();
        inForce(A);
        api.fail(request -> MockApi.isWatch(request) ? MockApi.forbidden() : null);
        api.kill();
        api.restart();
        missing("may not do this (403)");

        api.mend();
        inForce(A);
    }

    @Test
    void opensAWatchAgainThatWaitsForAnAnswerForEver() {
        api.write(A);
        source.start();
        inForce(A);
        api.fail(request -> MockApi.isWatch(request) ? MockApi.never() : null);
        api.kill();
        api.restart();
        missing("it can be read, but no watch on it can be opened");

        api.mend();
        inForce(A);
    }

    @Test
    void opensAWatchAgainThatShowsNothingOfItsChanges() {
        api.write(A);
        source.start();
        inForce(A);
        // A watch that is open and silent, as when the other end has vanished without a word.
        api.fail(request -> MockApi.isWatch(request) ? MockApi.silence() : null);
        api.kill();
        api.restart();
        Await.until(
                "a silent watch",
                () -> api.requests().stream()
                                .filter(request -> request.contains("watch=true"))
                                .count()
                        > 1);
        api.mend();
        api.write(B);
        inForce(B);
    }
}
