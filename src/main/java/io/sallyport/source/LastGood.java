package io.sallyport.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the last document that was taken is kept, for a start whose own is refused, missing or out of reach. A reload
 * never fails because it cannot be kept. Used by the reloader's thread, but for {@link #info}.
 */
sealed interface LastGood permits LastGoodFile, LastGoodConfigMap, LastGoodCopies {

    /** Stands in the log. */
    String name();

    /** Reads what is at hand, and does not wait for other machines. To be called first, once. */
    void load();

    /** What an earlier process, or another replica, has kept. May wait for it. Absent: nothing, or it cannot be read. */
    @Nullable
    Content recall();

    /** Keeps a document, unless it is the one that is kept already. Does not wait for other machines. */
    void keep(Content taken, Instant at);

    /** What is known to be kept. Absent: nothing. For all threads. */
    @Nullable
    LastGoodInfo info();
}
