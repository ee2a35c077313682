package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The wheel is turned by hand, under a clock that stands still until it is set. */
class TimersTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private long now = 7 * SECOND + 3;
    private final Timers timers = new Timers(loop, () -> now);
    private final List<String> fired = new ArrayList<>();

    @AfterEach
    void endTheLoop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private Timers.Timer timer(String name) {
        return timers.timer(() -> fired.add(name));
    }

    private void advance(long nanos) {
        now += nanos;
        timers.turn();
    }

    @Test
    void firesOnceAndNotBeforeItsTime() {
        timer("a").at(now + SECOND);
        advance(SECOND - 1);
        assertThat(fired).isEmpty();
        advance(2 * Timers.TICK_NANOS);
        advance(SECOND);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void firesAfterMoreThanOneTurnOfTheWheel() {
        timer("a").at(now + 60 * SECOND);
        for (int i = 0; i < 59; i++) {
            advance(SECOND);
        }
        assertThat(fired).isEmpty();
        advance(SECOND + Timers.TICK_NANOS);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void movesBothWays() {
        Timers.Timer later = timer("later");
        later.at(now + SECOND);
        later.at(now + 3 * SECOND);
        Timers.Timer sooner = timer("sooner");
        sooner.at(now + 3 * SECOND);
        sooner.at(now + SECOND);
        advance(2 * SECOND);
        assertThat(fired).containsExactly("sooner");
        advance(2 * SECOND);
        assertThat(fired).containsExactly("sooner", "later");
    }

    @Test
    void staysSilentOnceDisarmedAndCanBeArmedAgain() {
        Timers.Timer timer = timer("a");
        timer.at(now + SECOND);
        timer.disarm();
        advance(5 * SECOND);
        assertThat(fired).isEmpty();
        timer.at(now + SECOND);
        advance(5 * SECOND);
        assertThat(fired).containsExactly("a");
    }

    @Test
    void letsAnActionDisarmItsNeighbours() {
        Timers.Timer neighbour = timer("neighbour");
        timers.timer(() -> {
                    fired.add("first");
                    neighbour.disarm();
                })
                .at(now + SECOND);
        neighbour.at(now + SECOND);
        timer("last").at(now + SECOND);
        advance(2 * SECOND);
        assertThat(fired).containsExactly("first", "last");
    }

    @Test
    void goesOnAfterAnActionThatFails() {
        timers.timer(() -> {
                    throw new IllegalStateException("on purpose");
                })
                .at(now + SECOND);
        timer("next").at(now + SECOND);
        advance(2 * SECOND);
        assertThat(fired).containsExactly("next");
    }

    @Test
    void letsAnActionArmItselfAgain() {
        Timers.Timer[] again = new Timers.Timer[1];
        again[0] = timers.timer(() -> {
            fired.add("tick");
            again[0].at(now + SECOND);
        });
        again[0].at(now + SECOND);
        for (int i = 0; i < 4; i++) {
            advance(SECOND + 2 * Timers.TICK_NANOS);
        }
        assertThat(fired).hasSizeBetween(3, 4);
    }
}
