package io.sallyport.explain;

import io.sallyport.config.Durations;
import io.sallyport.routing.RequestHead;
import io.sallyport.snapshot.Session;
import io.sallyport.snapshot.SessionTerms;
import io.sallyport.snapshot.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's sessions make of a request.
 *
 * @param by what carries the token, {@code cookie cart}
 * @param absolute for how long a session lasts; absent: without end
 * @param idle for how long without a request; absent: without end
 * @param backend that the session is on; absent: none is known
 * @param endpoint that the session is on; absent: none is known, or it is gone
 */
public record SessionFinding(
        String by,
        @Nullable Duration absolute,
        @Nullable Duration idle,
        State state,
        @Nullable String backend,
        @Nullable String endpoint) {

    /** What is known of the request's token. */
    public enum State {
        /** There is none. */
        ABSENT,
        /** No key is read. */
        UNREAD,
        /** It is made up, another rule's, of a backend without weight, or over. */
        UNKNOWN,
        /** It stands for a session. */
        KNOWN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Null: the rule has no sessions. */
    static @Nullable SessionFinding of(@Nullable Sessions sessions, RequestHead request) {
        if (sessions == null) {
            return null;
        }
        SessionTerms terms = sessions.terms();
        Session session = sessions.find(request, Instant.now().toEpochMilli());
        String backend =
                session == null ? null : session.destination().backend().name();
        String endpoint = session == null || session.target() == null
                ? null
                : session.target().label();
        String by = (terms.cookie() ? "cookie " : "header ") + terms.name();
        return new SessionFinding(
                by, terms.absolute(), terms.idle(), state(sessions, session, request), backend, endpoint);
    }

    private static State state(Sessions sessions, @Nullable Session session, RequestHead request) {
        if (session != null) {
            return State.KNOWN;
        }
        if (!sessions.asked(request)) {
            return State.ABSENT;
        }
        return sessions.hasKey() ? State.UNKNOWN : State.UNREAD;
    }

    /** In a sentence. */
    String text() {
        String limits = (absolute == null ? "" : ", at most " + Durations.text(absolute))
                + (idle == null ? "" : ", " + Durations.text(idle) + " without a request");
        return "by " + by + limits + ": "
                + switch (state) {
                    case ABSENT -> "the request has no token, a new session begins";
                    case UNREAD ->
                        "the request has a token; which session it stands for is known with the keys only (--secrets)";
                    case UNKNOWN -> "the request's token is not known, or over: a new session begins";
                    case KNOWN ->
                        "goes on at " + backend
                                + (endpoint == null
                                        ? "; its endpoint is not among the present addresses"
                                        : ", " + endpoint);
                };
    }
}
