package io.sallyport.explain;

import io.sallyport.resilience.RetryPolicy;
import io.sallyport.routing.Unmet;
import io.sallyport.snapshot.RulePlan.Timeouts;
import io.sallyport.telemetry.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request, and why.
 *
 * @param request as it was asked
 * @param revision of the document that decides
 * @param reason why the gateway answers itself; {@link Reason#NONE}: a backend answers
 * @param status of the gateway's own answer; 0: a backend answers
 * @param location where a redirect sends the client; absent: it is none
 * @param door where it comes in; absent: nowhere, or it is refused before
 * @param dropped names of header fields that a client may not say
 * @param tried in the order of the matcher; the first that matches is taken
 * @param passedOver rules for the host and another path, some of them if there are many
 * @param more whether there are more of either
 * @param rule what was taken; absent: nothing was
 */
public record Explanation(
        String request,
        String revision,
        Reason reason,
        int status,
        @Nullable String location,
        @Nullable Door door,
        List<String> dropped,
        List<Step> tried,
        List<Step> passedOver,
        boolean more,
        @Nullable Taken rule) {

    public Explanation {
        dropped = List.copyOf(dropped);
        tried = List.copyOf(tried);
        passedOver = List.copyOf(passedOver);
    }

    /**
     * A listener.
     *
     * @param hostname absent: any
     * @param certificates what may be presented; empty without TLS
     * @param clientCertificate what becomes of the client's, in a sentence; absent without TLS
     */
    public record Door(
            String listener,
            int port,
            String protocol,
            @Nullable String hostname,
            List<String> certificates,
            @Nullable String clientCertificate) {

        public Door {
            certificates = List.copyOf(certificates);
        }
    }

    /**
     * A rule of the document.
     *
     * @param rule its name, or its index from 0
     * @param field {@code routes[0].rules[1]}
     */
    public record Place(String route, String rule, String field, int line) {}

    /**
     * A match that was held against the request.
     *
     * @param unmet the first condition that does not hold; absent: all do
     */
    public record Step(
            Place place, String host, String path, @Nullable Unmet unmet) {}

    /**
     * The rule that takes the request.
     *
     * @param division among its backends; absent: it names none
     * @param session what its sessions make of the request, before the split is asked; absent: it has none
     * @param sent what the backends that may be chosen get; empty if none is
     */
    public record Taken(
            Place place,
            @Nullable Division division,
            @Nullable SessionFinding session,
            List<Sent> sent,
            Timeouts timeouts,
            RetryPolicy retry,
            boolean idempotent) {

        public Taken {
            sent = List.copyOf(sent);
        }
    }

    /**
     * The request as backends get it.
     *
     * @param target path and query
     * @param edits what filters change in the answer's header, in words
     * @param copies which mirrors get copies of it
     */
    public record Sent(
            List<String> backends,
            String method,
            String target,
            List<Map.Entry<String, String>> fields,
            List<String> edits,
            List<Copy> copies) {

        /** The same for these. */
        Sent to(List<String> receivers) {
            return new Sent(receivers, method, target, fields, edits, copies);
        }

        public Sent {
            backends = List.copyOf(backends);
            fields = List.copyOf(fields);
            edits = List.copyOf(edits);
            copies = List.copyOf(copies);
        }
    }

    /** A mirror: the backend gets a copy of {@code numerator} out of {@code denominator} requests. */
    public record Copy(String backend, int numerator, int denominator) {

        /** The share in percent. */
        double percent() {
            return Percent.of(numerator, denominator);
        }
    }

    /**
     * How the split decides.
     *
     * @param by which part of the request the key is, {@code cookie canary}; absent: the split is not sticky
     * @param key absent: the request has none, and chance decides
     * @param keyHash 16 hex digits; empty without a key
     * @param backends that may be chosen: one if it is certain
     */
    public record Division(
            @Nullable String by,
            @Nullable String key,
            String keyHash,
            boolean issued,
            List<Part> parts,
            List<String> backends) {

        public Division {
            parts = List.copyOf(parts);
            backends = List.copyOf(backends);
        }
    }

    /**
     * A backend's part.
     *
     * @param percent of all requests
     * @param score for the key; 0 without one
     */
    public record Part(String backend, int weight, double percent, double score, List<String> endpoints) {

        public Part {
            endpoints = List.copyOf(endpoints);
        }
    }
}
