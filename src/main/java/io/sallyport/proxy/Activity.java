package io.sallyport.proxy;

/** Is told when a connection begins and ceases to have exchanges under way. On its event loop. */
public interface Activity {

    /** The first of them begins. */
    void busy();

    /** The last of them has ended; the connection may be closed by now. */
    void idle();
}
