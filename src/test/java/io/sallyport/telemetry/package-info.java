@NullMarked
package io.sallyport.telemetry;

import org.jspecify.annotations.NullMarked;
