@NullMarked
package io.sallyport.resilience;

import org.jspecify.annotations.NullMarked;
