package io.sallyport.cluster;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged below a name as a warning or worse, while this is open. */
final class Warnings extends Handler implements AutoCloseable {

    private final Logger logger;
    private final List<String> all = new CopyOnWriteArrayList<>();

    Warnings(String name) {
        this.logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    List<String> all() {
        return List.copyOf(all);
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            Object[] parameters = entry.getParameters();
            all.add(parameters == null ? entry.getMessage() : entry.getMessage() + " " + List.of(parameters));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
