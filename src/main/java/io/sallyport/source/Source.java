package io.sallyport.source;

/** Offers documents to a {@link Reloader}, whenever what it looks at changes. */
sealed interface Source extends AutoCloseable permits FileSource, ConfigMapSource {

    /** Begins. To be called once, on a thread that may wait. */
    void start();

    /** Ends the source's threads. */
    @Override
    void close();
}
