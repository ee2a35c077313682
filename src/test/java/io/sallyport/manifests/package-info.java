@NullMarked
package io.sallyport.manifests;

import org.jspecify.annotations.NullMarked;
