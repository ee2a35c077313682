package io.sallyport.source;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where documents come in: a source, the reloader it offers them to, and who is told of it. */
public final class Intake implements AutoCloseable {

    private final Reloader reloader;
    private final Source source;
    private final @Nullable ApiServer api;

    private Intake(Reloader reloader, Source source, @Nullable ApiServer api) {
        this.reloader = reloader;
        this.source = source;
        this.api = api;
    }

    /** What is done with documents, and who is told how it went. */
    public record Outlet(Activation activation, ReloadListener listener, Time time) {}

    static Intake of(SourceSettings.OfFile settings, Outlet outlet) {
        Reloader reloader = new Reloader(
                FileSource.infoOf(settings.file()),
                outlet.activation(),
                new LastGoodFile(settings.file(), settings.lastGood()),
                outlet.listener(),
                outlet.time());
        return new Intake(reloader, new FileSource(settings.file(), reloader), null);
    }

    static Intake of(SourceSettings.OfConfigMap settings, Outlet outlet) {
        ConfigMapKey from = settings.from();
        ApiServer api = new ApiServer(settings.access());
        AtomicReference<@Nullable String> uid = new AtomicReference<>();
        ReloadListener listener = settings.events()
                ? new Both(outlet.listener(), new DocumentEvents(from, api, uid::get, outlet.time()))
                : outlet.listener();
        Reloader reloader = new Reloader(
                new SourceInfo("configmap", from.toString()),
                outlet.activation(),
                lastGood(settings, api, outlet.time()),
                listener,
                outlet.time());
        return new Intake(
                reloader, new ConfigMapSource(from, api, reloader, uid::set, ConfigMapSource.Pace.USUAL), api);
    }

    private static LastGood lastGood(SourceSettings.OfConfigMap settings, ApiServer api, Time time) {
        LastGood shared =
                new LastGoodConfigMap(settings.from(), settings.lastGood(), api, time, () -> ThreadLocalRandom.current()
                        .nextDouble());
        return settings.lastGoodCopy() == null
                ? shared
                : new LastGoodCopies(
                        shared, new LastGoodFile(Path.of(settings.from().key()), settings.lastGoodCopy()));
    }

    /** Begins to look at the source. To be called once, on a thread that may wait. */
    public void start() {
        source.start();
    }

    /** A file that a document may name has changed. */
    public void filesChanged() {
        reloader.filesChanged();
    }

    /** What was in force, refused and missing after the last step. For all threads. */
    public Status status() {
        return reloader.status();
    }

    /** Ends all threads; an activation that is under way is not waited for. */
    @Override
    public void close() {
        source.close();
        reloader.close();
        if (api != null) {
            api.close();
        }
    }

    private record Both(ReloadListener first, ReloadListener second) implements ReloadListener {

        @Override
        public void taken(Taken taken) {
            first.taken(taken);
            second.taken(taken);
        }

        @Override
        public void refused(Refused refused) {
            first.refused(refused);
            second.refused(refused);
        }

        @Override
        public void shown(boolean document) {
            first.shown(document);
            second.shown(document);
        }
    }
}
