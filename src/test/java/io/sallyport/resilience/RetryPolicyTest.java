package io.sallyport.resilience;

import static io.sallyport.resilience.Decision.GIVE_UP;
import static io.sallyport.resilience.Decision.RETRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {

    private static final RetryPolicy TWO = new RetryPolicy(2, Set.of(502, 503), Duration.ofMillis(25));

    /** Columns: what GET (idempotent) and POST do after the failure, with nothing sent and with the head sent. */
    @ParameterizedTest
    @CsvSource({
        // failure,         GET unsent, GET sent, POST unsent, POST sent
        "CONNECT_FAILED,    RETRY,      RETRY,    RETRY,       GIVE_UP",
        "TLS_FAILED,        GIVE_UP,    GIVE_UP,  GIVE_UP,     GIVE_UP",
        "RESET,             RETRY,      RETRY,    RETRY,       GIVE_UP",
        "REFUSED_STREAM,    RETRY,      RETRY,    RETRY,       RETRY",
        "TIMEOUT,           RETRY,      RETRY,    RETRY,       GIVE_UP",
        "PROTOCOL_ERROR,    GIVE_UP,    GIVE_UP,  GIVE_UP,     GIVE_UP",
        "ADDRESS_REFUSED,   GIVE_UP,    GIVE_UP,  GIVE_UP,     GIVE_UP",
        "NO_ENDPOINT,       GIVE_UP,    GIVE_UP,  GIVE_UP,     GIVE_UP",
        "OVERLOADED,        GIVE_UP,    GIVE_UP,  GIVE_UP,     GIVE_UP",
        "CLOSED_IDLE,       RETRY,      RETRY,    RETRY,       GIVE_UP",
    })
    void decidesByFailureProgressAndMethod(
            Failure failure, Decision getUnsent, Decision getSent, Decision postUnsent, Decision postSent) {
        Outcome unsent = new Outcome.Failed(failure, Progress.NOTHING_SENT);
        Outcome sent = new Outcome.Failed(failure, Progress.SENT);

        assertThat(TWO.decide(unsent, get(0))).isEqualTo(getUnsent);
        assertThat(TWO.decide(sent, get(0))).isEqualTo(getSent);
        assertThat(TWO.decide(unsent, post(0))).isEqualTo(postUnsent);
        assertThat(TWO.decide(sent, post(0))).isEqualTo(postSent);
    }

    @ParameterizedTest
    @CsvSource({"502, RETRY, GIVE_UP", "503, RETRY, GIVE_UP", "504, GIVE_UP, GIVE_UP", "200, GIVE_UP, GIVE_UP"})
    void repeatsListedAnswersOfIdempotentMethods(int status, Decision get, Decision post) {
        assertThat(TWO.decide(new Outcome.Answered(status), get(0))).isEqualTo(get);
        assertThat(TWO.decide(new Outcome.Answered(status), post(0))).isEqualTo(post);
    }

    @ParameterizedTest
    @EnumSource
    void neverRepeatsABodyThatIsNotWhole(Failure failure) {
        AttemptState lost = new AttemptState(0, true, false, true, false);

        for (Progress progress : Progress.values()) {
            assertThat(TWO.decide(new Outcome.Failed(failure, progress), lost)).isEqualTo(GIVE_UP);
        }
        assertThat(TWO.decide(new Outcome.Answered(503), lost)).isEqualTo(GIVE_UP);
    }

    @ParameterizedTest
    @EnumSource
    void withoutARuleNothingIsRepeatedOverAFreshConnection(Failure failure) {
        for (Progress progress : Progress.values()) {
            assertThat(RetryPolicy.NONE.decide(new Outcome.Failed(failure, progress), get(0)))
                    .isEqualTo(GIVE_UP);
        }
        assertThat(RetryPolicy.NONE.decide(new Outcome.Answered(503), get(0))).isEqualTo(GIVE_UP);
    }

    @ParameterizedTest
    @CsvSource({"0, RETRY", "1, RETRY", "2, GIVE_UP", "3, GIVE_UP"})
    void attemptsCountRetries(int retriesDone, Decision decision) {
        assertThat(TWO.decide(new Outcome.Answered(503), get(retriesDone))).isEqualTo(decision);
    }

    @Test
    void theFreeRetryDoesNotCountAgainstAttempts() {
        Outcome unavailable = new Outcome.Answered(503);

        assertThat(TWO.decide(unavailable, new AttemptState(2, true, true, false, true)))
                .isEqualTo(RETRY);
        assertThat(TWO.decide(unavailable, new AttemptState(3, true, true, false, true)))
                .isEqualTo(GIVE_UP);
    }

    /** With no retry rule: columns are the method's idempotence, what was sent, the connection, the use so far. */
    @ParameterizedTest
    @CsvSource({
        // idempotent, progress,     reused, used,  decision
        "true,         SENT,         true,   false, RETRY",
        "true,         NOTHING_SENT, true,   false, RETRY",
        "false,        NOTHING_SENT, true,   false, RETRY",
        "false,        SENT,         true,   false, GIVE_UP",
        "true,         SENT,         false,  false, GIVE_UP",
        "false,        NOTHING_SENT, false,  false, GIVE_UP",
        "true,         SENT,         true,   true,  GIVE_UP",
        "false,        NOTHING_SENT, true,   true,  GIVE_UP",
    })
    void oneRetryIsFreeAfterAnIdleConnectionClosed(
            boolean idempotent, Progress progress, boolean reused, boolean used, Decision decision) {
        AttemptState state = new AttemptState(used ? 1 : 0, idempotent, true, reused, used);

        assertThat(RetryPolicy.NONE.decide(new Outcome.Failed(Failure.CLOSED_IDLE, progress), state))
                .isEqualTo(decision);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSED_IDLE")
    void noOtherFailureOfAReusedConnectionIsFree(Failure failure) {
        AttemptState reused = new AttemptState(0, true, true, true, false);

        assertThat(RetryPolicy.NONE.decide(new Outcome.Failed(failure, Progress.NOTHING_SENT), reused))
                .isEqualTo(GIVE_UP);
    }

    @ParameterizedTest
    @CsvSource({"0, 25, 50", "1, 50, 100", "2, 100, 200", "3, 125, 250", "4, 125, 250", "1000, 125, 250"})
    void theWaitDoublesWithJitterUpToTenTimesTheBackoff(int retriesDone, long least, long most) {
        RandomGenerator random = new Random(42);

        for (int i = 0; i < 1000; i++) {
            assertThat(TWO.backoffMillis(retriesDone, random)).isBetween(least, most);
        }
        assertThat(TWO.backoffMillis(retriesDone, () -> 0L)).isEqualTo(least);
    }

    @Test
    void waitsDiffer() {
        RandomGenerator random = new Random(42);

        assertThat(random.ints(100)
                        .mapToLong(i -> TWO.backoffMillis(0, random))
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }

    @Test
    void noBackoffMeansNoWait() {
        assertThat(RetryPolicy.NONE.backoffMillis(3, new Random(42))).isZero();
    }

    @Test
    void refusesNegativeBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(-1, Set.of(), Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetryPolicy(1, Set.of(), Duration.ofMillis(-1)));
    }

    private static AttemptState get(int retriesDone) {
        return new AttemptState(retriesDone, true, true, false, false);
    }

    private static AttemptState post(int retriesDone) {
        return new AttemptState(retriesDone, false, true, false, false);
    }
}
