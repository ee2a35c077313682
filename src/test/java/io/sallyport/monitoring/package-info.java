/** What Prometheus and Grafana are given, held against what a running gateway tells. */
@NullMarked
package io.sallyport.monitoring;

import org.jspecify.annotations.NullMarked;
