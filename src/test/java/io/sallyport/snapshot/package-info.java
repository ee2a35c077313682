@NullMarked
package io.sallyport.snapshot;

import org.jspecify.annotations.NullMarked;
