/** Whether a failed attempt is made again, and when: decided here, without I/O. */
@NullMarked
package io.sallyport.resilience;

import org.jspecify.annotations.NullMarked;
