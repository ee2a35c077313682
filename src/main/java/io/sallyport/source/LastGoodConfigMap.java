package io.sallyport.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last document that was taken in a ConfigMap of its own, for all replicas. It must be there: the gateway may
 * not make one. It is written only if it holds another document and a fresh read of the source still shows this one, so
 * that a replica that lags behind cannot put an old one back; after a conflict all is read again. Jitter lets one
 * replica write and the others find it written.
 */
final class LastGoodConfigMap implements LastGood {

    static final String REVISION = "sallyport.io/revision";
    static final String TAKEN_AT = "sallyport.io/taken-at";

    private static final Logger LOG = Logger.getLogger(LastGoodConfigMap.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final int TRIES = 10;

    private final ConfigMapKey source;
    private final ConfigMapKey kept;
    private final ApiServer api;
    private final Time time;
    private final DoubleSupplier random;
    private final AtomicReference<@Nullable Taken> wanted = new AtomicReference<>();
    private volatile @Nullable LastGoodInfo info;
    private volatile boolean warned;

    private record Taken(Content content, Instant at) {}

    /** @param random 0 (inclusive) to 1 */
    LastGoodConfigMap(ConfigMapKey source, String name, ApiServer api, Time time, DoubleSupplier random) {
        this.source = source;
        this.kept = source.in(name);
        this.api = api;
        this.time = time;
        this.random = random;
    }

    @Override
    public String name() {
        return kept.toString();
    }

    /** It is read when it is needed: a start does not wait for it. */
    @Override
    public void load() {}

    @Override
    public @Nullable Content recall() {
        try {
            ConfigMap map = read(kept).orElse(null);
            Content content = map == null ? null : kept.read(map);
            info = map == null || content == null ? null : infoOf(map, content);
            return content;
        } catch (ApiFault | IllegalArgumentException e) {
            warn("read", e.getMessage());
            return null;
        }
    }

    @Override
    public @Nullable LastGoodInfo info() {
        return info;
    }

    @Override
    public void keep(Content taken, Instant at) {
        wanted.set(new Taken(taken, at));
        plan(Duration.ofMillis((long) (random.getAsDouble() * LONGEST_WAIT.toMillis())));
    }

    private void plan(Duration wait) {
        time.after(wait, () -> api.submit(this::write));
    }

    /** Writes the newest document; what was planned for an older one finds nothing to do. */
    private void write() {
        Taken latest = wanted.getAndSet(null);
        if (latest == null) {
            return;
        }
        try {
            for (int tries = 0; tries < TRIES; tries++) {
                if (written(latest)) {
                    warned = false;
                    return;
                }
            }
            throw new IllegalStateException("others write it all the time");
        } catch (ApiFault | IllegalArgumentException | IllegalStateException e) {
            warn("written", e.getMessage());
            if (wanted.compareAndSet(null, latest)) {
                plan(AGAIN);
            }
        }
    }

    /** Returns whether nothing is left to do; if not, another replica was faster, and all is to be read again. */
    private boolean written(Taken taken) {
        ConfigMap map = read(kept).orElseThrow(() -> new IllegalStateException("it does not exist"));
        Content content = kept.read(map);
        if (content != null && content.sameAs(taken.content())) {
            info = infoOf(map, content);
            return true;
        }
        if (!shown(taken.content())) {
            return true;
        }
        try {
            replace(map, taken);
            info = new LastGoodInfo(taken.content().revision(), taken.at());
            return true;
        } catch (ApiFault e) {
            if (e.conflict()) {
                return false;
            }
            throw e;
        }
    }

    private boolean shown(Content content) {
        Content shows = read(source).map(source::read).orElse(null);
        return shows != null && shows.sameAs(content);
    }

    /** The version that was read goes along: 409 if it is not the present one any more. */
    private void replace(ConfigMap map, Taken taken) {
        ConfigMap changed = new ConfigMapBuilder(map)
                .editMetadata()
                .addToAnnotations(REVISION, taken.content().revision())
                .addToAnnotations(TAKEN_AT, taken.at().toString())
                .endMetadata()
                .addToData(kept.key(), taken.content().text())
                .build();
        api.call(client -> client.resource(changed)
                .lockResourceVersion(map.getMetadata().getResourceVersion())
                .update());
    }

    private Optional<ConfigMap> read(ConfigMapKey which) {
        return api.call(client -> client.configMaps()
                .inNamespace(which.namespace())
                .withName(which.name())
                .get());
    }

    /** When it was taken, as the replica that wrote it said. */
    private static LastGoodInfo infoOf(ConfigMap map, Content content) {
        Map<String, String> annotations = map.getMetadata().getAnnotations();
        String at = annotations == null ? null : annotations.get(TAKEN_AT);
        try {
            return new LastGoodInfo(content.revision(), at == null ? Instant.EPOCH : Instant.parse(at));
        } catch (DateTimeException e) {
            return new LastGoodInfo(content.revision(), Instant.EPOCH);
        }
    }

    private void warn(String verb, @Nullable String why) {
        if (!warned) {
            LOG.warnf("the last good document cannot be %s at %s: %s", verb, kept.map(), why);
        }
        warned = true;
    }
}
