package io.sallyport.source;

/** A place that can be watched for changes. */
sealed interface Watched permits WatchedFile, WatchedTree {

    /** Looks at it now. Never fails: what cannot be seen is absent. */
    Sight look();
}
