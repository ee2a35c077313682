@NullMarked
package io.sallyport.source;

import org.jspecify.annotations.NullMarked;
