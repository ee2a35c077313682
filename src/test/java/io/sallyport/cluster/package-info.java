/** The gateway against a real API server, which `src/it/cluster` builds and runs. */
@NullMarked
package io.sallyport.cluster;

import org.jspecify.annotations.NullMarked;
