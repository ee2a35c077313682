/** Which rule a request belongs to, and which backend of that rule: decided here, without I/O. */
@NullMarked
package io.sallyport.routing;

import org.jspecify.annotations.NullMarked;
