@NullMarked
package io.sallyport.access;

import org.jspecify.annotations.NullMarked;
