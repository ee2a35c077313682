package io.sallyport.upstream;

/** Waits for a connection; told once. */
public interface Connected {

    /** Whether it still waits; who has given up is passed over, and told of nothing. */
    boolean waits();

    /** One is there for this request; who does not want it any more cancels the request. */
    void connected(UpstreamRequest request);

    /** There is none to be had, and nothing was sent. */
    void notConnected(Throwable cause);
}
