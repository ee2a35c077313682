package io.sallyport.source;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which document is in force, which one is refused, and what is tried when. Used by one thread; its status is read by
 * any.
 */
final class DocumentKeeper {

    private final SourceInfo source;
    private final Activator activator;
    private final LastGood lastGood;
    private final ReloadListener listener;
    private final Time time;
    private final ReloadLog log;
    private final ReloadLog lastGoodLog;

    private @Nullable InForce inForce;
    private @Nullable Candidate candidate;
    private @Nullable Candidate refusedLastGood;
    private @Nullable String missing;
    private boolean shown;
    private volatile Status status;

    DocumentKeeper(SourceInfo source, Activator activator, LastGood lastGood, ReloadListener listener, Time time) {
        this.source = source;
        this.activator = activator;
        this.lastGood = lastGood;
        this.listener = listener;
        this.time = time;
        this.log = new ReloadLog(source.name());
        this.lastGoodLog = new ReloadLog(lastGood.name());
        this.status = new Status(null, null, source, null, null, List.of(), null, false);
    }

    /** For all threads. */
    Status status() {
        return status.with(lastGood.info());
    }

    /** Whether something may be mended without an event: a file is missing, unfit or held. */
    boolean recheck() {
        return (candidate != null && candidate.attempt().recheck())
                || (inForce != null && inForce.recheck())
                || (inForce == null
                        && refusedLastGood != null
                        && refusedLastGood.attempt().recheck());
    }

    void begin() {
        lastGood.load();
        publish();
    }

    /** The source shows this. */
    void show(Content content) {
        missing = null;
        if (!shown) {
            shown = true;
            listener.shown(true);
        }
        boolean refusedAlready =
                candidate != null && candidate.attempt().content().sameAs(content);
        if (!refusedAlready) {
            if (inForce != null && inForce.content().sameAs(content)) {
                confirm(inForce);
            } else {
                consider(activator.first(content));
            }
            fallBack();
        }
        publish();
    }

    /** The source shows nothing. What runs goes on. */
    void miss(String why) {
        if (!why.equals(missing)) {
            candidate = null;
            lose(why);
        }
    }

    /** The source is out of reach. What runs goes on, and what was refused may still be mended by its files. */
    void lose(String why) {
        if (why.equals(missing)) {
            return;
        }
        missing = why;
        shown = false;
        listener.shown(false);
        log.missing(why, consequence());
        fallBack();
        publish();
    }

    /**
     * Tries the refused document again. If it stays refused, the one in force is given its files anew: a typing error in
     * the document must not keep rotated certificates out.
     *
     * @param filesChanged false: only what asked to be tried again
     */
    void tryAgain(boolean filesChanged) {
        boolean taken =
                candidate != null && (filesChanged || candidate.attempt().recheck()) && again(candidate.attempt());
        if (!taken && inForce != null && (filesChanged || inForce.recheck())) {
            refresh(inForce);
        }
        fallBack();
        publish();
    }

    private boolean again(Attempt refused) {
        GatewayDocument document = refused.document();
        return document != null && consider(activator.again(refused.content(), document));
    }

    /** Returns whether it is in force now. */
    private boolean consider(Attempt attempt) {
        GatewayDocument document = attempt.document();
        if (document == null || !attempt.violations().isEmpty()) {
            candidate = new Candidate(attempt, refusal(attempt, candidate == null ? null : candidate.refused(), log));
            return false;
        }
        candidate = null;
        take(attempt, document, false);
        lastGood.keep(attempt.content(), time.now());
        return true;
    }

    private InForce take(Attempt attempt, GatewayDocument document, boolean kept) {
        InForce taken =
                new InForce(attempt.content(), document, time.now(), kept, attempt.warnings(), null, attempt.recheck());
        inForce = taken;
        log.taken(taken);
        listener.taken(taken.told(taken.takenAt()));
        return taken;
    }

    /** The source shows what is in force: whatever else it showed before is no longer of interest. */
    private void confirm(InForce current) {
        boolean news = candidate != null || current.kept();
        candidate = null;
        inForce = current.shownBySource();
        if (news) {
            log.confirmed(current.revision());
            listener.taken(inForce.told(time.now()));
        }
    }

    private void refresh(InForce current) {
        Attempt attempt = activator.again(current.content(), current.document());
        if (!attempt.violations().isEmpty()) {
            inForce = current.withRefusedFiles(refusal(attempt, current.refused(), log), attempt.recheck());
            return;
        }
        inForce = current.withFiles(attempt);
        if (!attempt.warnings().equals(current.warnings())) {
            log.warnings(attempt.warnings());
        }
        if (current.refused() != null) {
            log.taken(inForce);
            listener.taken(inForce.told(time.now()));
        }
    }

    /** At start, when what the source shows cannot be used: what was in force last is better than nothing. */
    private void fallBack() {
        boolean nothingToShow = candidate != null || missing != null;
        if (inForce != null || !nothingToShow) {
            return;
        }
        Content kept = lastGood.recall();
        if (kept == null) {
            return;
        }
        if (candidate != null && candidate.attempt().content().sameAs(kept)) {
            return;
        }
        Attempt attempt = activator.first(kept);
        GatewayDocument document = attempt.document();
        if (document != null && attempt.violations().isEmpty()) {
            refusedLastGood = null;
            log.onLastGood(take(attempt, document, true), lastGood.name());
        } else {
            Refused before = refusedLastGood == null ? null : refusedLastGood.refused();
            refusedLastGood = new Candidate(attempt, refusal(attempt, before, lastGoodLog));
        }
    }

    /** The refusal before stands, with its time, while it says the same; only a new one is told. */
    private Refused refusal(Attempt attempt, @Nullable Refused before, ReloadLog into) {
        Refused now = new Refused(attempt.content().revision(), time.now(), attempt.violations());
        if (before != null
                && before.revision().equals(now.revision())
                && before.violations().equals(now.violations())) {
            return before;
        }
        into.refused(now, consequence());
        listener.refused(now);
        return now;
    }

    private String consequence() {
        return inForce == null ? "nothing is in force" : "revision " + inForce.revision() + " stays";
    }

    private void publish() {
        InForce current = inForce;
        Refused files = current == null ? null : current.refused();
        Refused refused = candidate == null ? files : candidate.refused();
        List<Violation> warnings = new ArrayList<>(current == null ? List.of() : current.warnings());
        if (files != null && !Objects.equals(files, refused)) {
            warnings.addAll(files.violations());
        }
        status = new Status(
                current == null ? null : current.revision(),
                current == null ? null : current.takenAt(),
                source,
                missing,
                refused,
                warnings,
                lastGood.info(),
                current != null && current.kept());
    }
}
