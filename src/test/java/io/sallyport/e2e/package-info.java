@NullMarked
package io.sallyport.e2e;

import org.jspecify.annotations.NullMarked;
