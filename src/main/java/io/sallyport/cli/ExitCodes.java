package io.sallyport.cli;

/** With what the commands that only look end. */
final class ExitCodes {

    static final int DONE = 0;
    /** The work found a fault. */
    static final int FAULT = 1;
    /** A file cannot be read, or the command line is wrong. */
    static final int UNREADABLE = 2;

    private ExitCodes() {}
}
