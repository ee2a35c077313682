package io.sallyport.telemetry;

import io.sallyport.telemetry.Family.Hold;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The series that one rule has used so far. A known combination is counted without lock or allocation; a new one takes
 * a short lock, once. When closed it lets its series go and counts no more.
 */
final class RuleSlots {

    private final RuleName name;
    private final RuleFamilies families;
    private final SlotTable<Request> requests = new SlotTable<>();
    private final SlotTable<Hold<Histogram>> attempts = new SlotTable<>();
    private final SlotTable<Hold<Tally>> retries = new SlotTable<>();
    private final SlotTable<Hold<Tally>> mirrored = new SlotTable<>();
    private volatile @Nullable Tally inFlight;
    private final Set<Hold<?>> held = new HashSet<>();
    private boolean closed;

    RuleSlots(RuleName name, RuleFamilies families) {
        this.name = name;
        this.families = families;
    }

    void inFlight(int change) {
        Tally gauge = inFlight;
        if (gauge == null) {
            gauge = makeInFlight();
        }
        if (gauge != null) {
            gauge.add(change);
        }
    }

    void request(String backend, int key, long nanos) {
        Request slot = requests.find(backend, key);
        if (slot == null) {
            slot = makeRequest(backend, key);
        }
        if (slot != null) {
            slot.count.series().add(1);
            slot.duration.series().observe(nanos);
        }
    }

    void attempt(String backend, int codeClass, long nanos) {
        Hold<Histogram> slot = attempts.find(backend, codeClass);
        if (slot == null) {
            slot = makeAttempt(backend, codeClass);
        }
        if (slot != null) {
            slot.series().observe(nanos);
        }
    }

    void retried(String backend) {
        Hold<Tally> slot = retries.find(backend, 0);
        if (slot == null) {
            slot = makeRetry(backend);
        }
        if (slot != null) {
            slot.series().add(1);
        }
    }

    /** The ordinal never leaves the process. */
    @SuppressWarnings("EnumOrdinal")
    void mirrored(String backend, MirrorResult result) {
        Hold<Tally> slot = mirrored.find(backend, result.ordinal());
        if (slot == null) {
            slot = makeMirrored(backend, result);
        }
        if (slot != null) {
            slot.series().add(1);
        }
    }

    /** What overflowed gets another chance; the gauge does not, for what is in flight must leave where it came in. */
    synchronized void forgetOverflowed() {
        requests.removeIf(Request::overflowed);
        attempts.removeIf(Hold::isOverflow);
        retries.removeIf(Hold::isOverflow);
        mirrored.removeIf(Hold::isOverflow);
        List<Hold<?>> overflowed = held.stream()
                .filter(hold -> hold.isOverflow() && hold.series() != inFlight)
                .toList();
        overflowed.forEach(Hold::release);
        overflowed.forEach(held::remove);
    }

    synchronized void close() {
        closed = true;
        held.forEach(Hold::release);
        held.clear();
    }

    private synchronized @Nullable Tally makeInFlight() {
        if (inFlight == null && !closed) {
            inFlight = keep(families.inFlight().hold(name.listener())).series();
        }
        return inFlight;
    }

    private synchronized @Nullable Request makeRequest(String backend, int key) {
        Request present = requests.find(backend, key);
        if (present != null || closed) {
            return present;
        }
        Hold<Tally> count = families.requests()
                .hold(
                        name.listener(),
                        name.route(),
                        name.rule(),
                        backend,
                        RequestLabels.method(key),
                        RequestLabels.code(key),
                        RequestLabels.reason(key));
        Hold<Histogram> duration =
                families.durations().hold(name.route(), name.rule(), backend, RequestLabels.codeClass(key));
        Request made = new Request(keep(count), keep(duration));
        requests.add(backend, key, made);
        return made;
    }

    private synchronized @Nullable Hold<Histogram> makeAttempt(String backend, int codeClass) {
        Hold<Histogram> present = attempts.find(backend, codeClass);
        if (present != null || closed) {
            return present;
        }
        Hold<Histogram> made = keep(families.upstreamDurations()
                .hold(name.route(), name.rule(), backend, RequestLabels.classLabel(codeClass)));
        attempts.add(backend, codeClass, made);
        return made;
    }

    private synchronized @Nullable Hold<Tally> makeRetry(String backend) {
        Hold<Tally> present = retries.find(backend, 0);
        if (present != null || closed) {
            return present;
        }
        Hold<Tally> made = keep(families.retries().hold(name.route(), name.rule(), backend));
        retries.add(backend, 0, made);
        return made;
    }

    @SuppressWarnings("EnumOrdinal")
    private synchronized @Nullable Hold<Tally> makeMirrored(String backend, MirrorResult result) {
        Hold<Tally> present = mirrored.find(backend, result.ordinal());
        if (present != null || closed) {
            return present;
        }
        Hold<Tally> made = keep(families.mirrored().hold(name.route(), name.rule(), backend, result.label()));
        mirrored.add(backend, result.ordinal(), made);
        return made;
    }

    /** Several slots may share a series; it is held once. */
    private <S extends Series> Hold<S> keep(Hold<S> hold) {
        if (!held.add(hold)) {
            hold.release();
        }
        return hold;
    }

    /** What an ended exchange counts in. */
    private record Request(Hold<Tally> count, Hold<Histogram> duration) {

        boolean overflowed() {
            return count.isOverflow() || duration.isOverflow();
        }
    }
}
