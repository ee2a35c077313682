package io.sallyport.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.smallrye.faulttolerance.api.Guard;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes API server as the gateway calls it: each call is given 2 s, at most two more tries with jitter, and at
 * most two calls run at once. The client has an event loop of its own, where it also decodes what a watch brings: up to a
 * mebibyte of JSON, for which no event loop that carries traffic may stop.
 */
final class ApiServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ApiServer.class);

    private static final int CONNECT_MILLIS = 2_000;
    private static final int CALL_MILLIS = 2_000;
    /** The client doubles it up to 32 times: a returned API server is found again within 3 s. */
    private static final int RECONNECT_MILLIS = 75;

    private static final int RETRIES = 2;
    private static final int RETRY_MILLIS = 200;
    private static final int JITTER_MILLIS = 100;
    private static final int CALLS = 2;
    private static final int WAITING = 256;

    private final Vertx vertx;
    private final KubernetesClient client;
    private final Guard guard = Guard.create()
            .withDescription("API server")
            .withBulkhead()
            .limit(CALLS)
            .queueSize(WAITING)
            .enableSynchronousQueueing()
            .done()
            .withTimeout()
            .duration(CALL_MILLIS, ChronoUnit.MILLIS)
            .done()
            .withRetry()
            .maxRetries(RETRIES)
            .delay(RETRY_MILLIS, ChronoUnit.MILLIS)
            .jitter(JITTER_MILLIS, ChronoUnit.MILLIS)
            .whenException(ApiFault::mayPass)
            .done()
            .build();
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            CALLS, CALLS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), ApiServer::thread, this::dropped);

    /** @param access where it is and with which credentials; a ServiceAccount's token is read anew when it changes */
    ApiServer(Config access) {
        this.vertx = CompletableFuture.supplyAsync(ApiServer::ownVertx, workers).join();
        this.client = new KubernetesClientBuilder()
                .withConfig(withLimits(access))
                .withHttpClientFactory(new VertxHttpClientFactory(vertx))
                .withKubernetesSerialization(serialization())
                .build();
        workers.allowCoreThreadTimeOut(true);
    }

    /** To be made on no thread of Vert.x: there it warns of a second instance. */
    private static Vertx ownVertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /** Tries again are ours; the client's own would hide how long the server has been away. */
    private static Config withLimits(Config access) {
        return new ConfigBuilder(access)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(CALL_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(RECONNECT_MILLIS)
                .withWatchReconnectLimit(-1)
                .build();
    }

    /** Knows what the gateway reads; a search of the class path would find some hundred kinds more. */
    private static KubernetesSerialization serialization() {
        KubernetesSerialization serialization = new KubernetesSerialization(new ObjectMapper(), false);
        serialization.registerKubernetesResource(ConfigMap.class);
        serialization.registerKubernetesResource(Event.class);
        serialization.registerKubernetesResource(Status.class);
        return serialization;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sallyport-api");
        thread.setDaemon(true);
        return thread;
    }

    private void dropped(Runnable work, ThreadPoolExecutor executor) {
        if (!executor.isShutdown()) {
            LOG.warn("too many calls wait for the API server: one is dropped");
        }
    }

    /** For what is asynchronous by itself; whatever waits for an answer uses {@link #call}. */
    KubernetesClient client() {
        return client;
    }

    /** One question to the server. */
    @FunctionalInterface
    interface Call<T> {
        /** Absent: there is no such object. */
        @Nullable
        T make(KubernetesClient client);
    }

    /**
     * Makes one call and waits for its answer; never on an event loop.
     *
     * @return absent: there is no such object
     * @throws ApiFault with what went wrong, after the last try
     */
    <T> Optional<T> call(Call<T> action) {
        @SuppressWarnings("unchecked")
        Class<Optional<T>> type = (Class<Optional<T>>) (Class<?>) Optional.class;
        try {
            return guard.call(() -> Optional.ofNullable(action.make(client)), type);
        } catch (Exception e) {
            throw ApiFault.of(e);
        }
    }

    /** Runs on a thread that may wait. Dropped, with a warning, if too much waits already. */
    void submit(Runnable work) {
        workers.execute(work);
    }

    @Override
    public void close() {
        workers.shutdownNow();
        client.close();
        vertx.close();
    }
}
