package io.sallyport.proxy;

/**
 * Is told when a connection begins and ceases to have exchanges under way. On its event loop; the time is the one of its
 * {@link Timers}.
 */
public interface Activity {

    /** The first of them begins. */
    void busy(long now);

    /** The last of them has ended; the connection may be closed by now. */
    void idle(long now);
}
