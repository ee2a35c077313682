package io.sallyport.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs where {@code src/it/cluster/cluster build} has been; elsewhere the test is skipped and says so, unless the
 * environment says {@code SALLYPORT_CLUSTER=required}. A parameter of type {@link Cluster} is the one of this JVM.
 */
@Tag("cluster")
@ExtendWith(ClusterExtension.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface RealCluster {}
