package io.sallyport.source;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * An informer that lists and watches one ConfigMap by its name. It never ends for good: it outlives a first list that
 * fails, a version that is gone (410), a lost API server, a ConfigMap that is deleted and made again, and a right that is
 * taken away. Used by one thread.
 */
final class ConfigMapWatch {

    private final ConfigMapKey map;
    private final ApiServer api;
    private final Listener listener;
    private @Nullable SharedIndexInformer<ConfigMap> informer;

    /** Is called by threads of the client, and must return at once. */
    interface Listener {

        /** What {@link #shown} says may have changed. */
        void changed();

        /** A list, or the first watch after it, failed. It is tried again. */
        void failed(ApiFault why);
    }

    ConfigMapWatch(ConfigMapKey map, ApiServer api, Listener listener) {
        this.map = map;
        this.api = api;
        this.listener = listener;
    }

    /** Begins with a list, in place of the informer before, if there was one. */
    void open() {
        close();
        SharedIndexInformer<ConfigMap> fresh = api.client()
                .configMaps()
                .inNamespace(map.namespace())
                .withName(map.name())
                .runnableInformer(0);
        fresh.addEventHandler(new Changes());
        fresh.exceptionHandler((started, error) -> {
            listener.failed(ApiFault.of(error));
            return true;
        });
        informer = fresh;
        // Tells of a list that is empty; what is in it comes as an event.
        fresh.start().thenRun(listener::changed);
    }

    /** Whether there is a connection that changes come by. */
    boolean watching() {
        return informer != null && informer.isWatching();
    }

    /** The ConfigMap as it was seen last; null: it is not there, or nothing has been seen yet. */
    @Nullable
    ConfigMap shown() {
        return informer == null
                ? null
                : informer.getStore().getByKey(Cache.namespaceKeyFunc(map.namespace(), map.name()));
    }

    void close() {
        if (informer != null) {
            informer.stop();
            informer = null;
        }
    }

    private final class Changes implements ResourceEventHandler<ConfigMap> {

        @Override
        public void onAdd(ConfigMap added) {
            listener.changed();
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            listener.changed();
        }

        @Override
        public void onDelete(ConfigMap deleted, boolean finalStateUnknown) {
            listener.changed();
        }
    }
}
