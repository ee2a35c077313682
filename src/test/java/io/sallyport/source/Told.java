package io.sallyport.source;

import io.sallyport.config.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what a reloader tells, in order. */
final class Told implements ReloadListener {

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private volatile boolean shown;
    private volatile List<Violation> warnings = List.of();

    @Override
    public void taken(Taken taken) {
        warnings = taken.warnings();
        events.add((taken.lastGood() ? "last good " : "taken ") + taken.revision());
    }

    @Override
    public void refused(Refused refused) {
        events.add("refused " + refused.revision());
    }

    @Override
    public void shown(boolean document) {
        shown = document;
    }

    /** Whether the source shows a document, as it was told last. */
    boolean shown() {
        return shown;
    }

    /** Of the document that was taken last. */
    List<Violation> warnings() {
        return warnings;
    }

    /** The next event; waits for it. */
    String next() throws InterruptedException {
        String event = events.poll(10, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }

    /** What was told so far and not yet asked for. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        events.drainTo(all);
        return all;
    }

    static String taken(byte[] document) {
        return "taken " + Documents.revision(document);
    }

    static String lastGood(byte[] document) {
        return "last good " + Documents.revision(document);
    }

    static String refused(byte[] document) {
        return "refused " + Documents.revision(document);
    }
}
