/** Why a request goes where it goes: the gateway's own matcher, asked and not run. */
@NullMarked
package io.sallyport.explain;

import org.jspecify.annotations.NullMarked;
