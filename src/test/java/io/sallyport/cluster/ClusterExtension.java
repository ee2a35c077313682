package io.sallyport.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One cluster for all tests of the JVM: started for the first that runs, ended after the last. */
final class ClusterExtension implements ExecutionCondition, ParameterResolver {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("a cluster can be started");
        }
        if ("required".equals(System.getenv("SALLYPORT_CLUSTER"))) {
            throw new IllegalStateException(missing.get());
        }
        if (!SAID.getAndSet(true)) {
            System.out.println("[INFO] Tests against a real API server are skipped: " + missing.get());
        }
        return ConditionEvaluationResult.disabled(missing.get());
    }

    private static Optional<String> missing() {
        if (!Files.exists(Cluster.BUILT.resolve("key"))) {
            return Optional.of("nothing is built in " + Cluster.BUILT + "; run " + Cluster.SCRIPT + " build");
        }
        boolean etcd =
                Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, "etcd")));
        return etcd ? Optional.empty() : Optional.of("etcd is missing; install Debian's etcd-server");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(ClusterExtension.class))
                .computeIfAbsent("cluster", key -> Cluster.start(), Cluster.class);
    }
}
