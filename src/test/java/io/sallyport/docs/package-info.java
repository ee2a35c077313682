/** What the documentation shows is so. */
@NullMarked
package io.sallyport.docs;

import org.jspecify.annotations.NullMarked;
