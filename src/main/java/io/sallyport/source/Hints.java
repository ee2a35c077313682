package io.sallyport.source;

import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What tells a watch when to look.
 *
 * @param events of the file system; absent: there are none
 * @param lookInterval how often to look when there are no events
 */
record Hints(@Nullable FileEvents events, Duration lookInterval) {

    private static final Logger LOG = Logger.getLogger(Hints.class);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    /** Events if the system has some left to give (containers of one node share them), and a look every second. */
    static Hints ofSystem() {
        try {
            return new Hints(new FileEvents(), LOOK_INTERVAL);
        } catch (IOException e) {
            LOG.warnf("no file events: changes are found by looking, every second: %s", e);
            return new Hints(null, LOOK_INTERVAL);
        }
    }
}
