package io.sallyport.config;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code rules[i]} of a route. */
final class RuleReader {

    private static final IntRange MATCHES = new IntRange(0, 64);
    private static final IntRange BACKENDS = new IntRange(0, 16);
    private static final IntRange WEIGHT = new IntRange(0, 1_000_000);
    private static final IntRange ATTEMPTS = new IntRange(1, 5);
    private static final IntRange CODE = new IntRange(400, 599);
    private static final IntRange CODES = new IntRange(1, 200);
    private static final IntRange UPGRADES = new IntRange(0, 8);

    static final Keys RULE = Keys.of(
                    "name",
                    "matches",
                    "filters",
                    "backendRefs",
                    "sticky",
                    "sessionPersistence",
                    "timeouts",
                    "retry",
                    "upgrades",
                    "limits")
            .planned("access", "rateLimit", "circuitBreaker", "cors", "tracing", "loadBalancing");
    static final Keys BACKEND_REF = Keys.of("name", "weight", "filters");
    static final Keys TIMEOUTS = Keys.of("request", "backendRequest", "streamIdle", "tunnelIdle");
    private static final Keys RETRY = Keys.of("attempts", "codes", "backoff").planned("budget");

    private final Findings findings;
    private final RuleWords words;
    private final MatchReader matches;
    private final StickyReader sticky;
    private final SessionReader sessions;
    private final FilterReader filters;
    private final FilterChecks filterChecks;

    RuleReader(Findings findings, RuleWords words) {
        this.findings = findings;
        this.words = words;
        this.matches = new MatchReader(findings);
        this.sticky = new StickyReader(findings);
        this.sessions = new SessionReader(findings);
        this.filters = new FilterReader(findings, words);
        this.filterChecks = new FilterChecks(findings);
    }

    RuleSpec read(FieldPath at) {
        ObjectReader in = new ObjectReader(at, words.rule(), findings);
        TimeoutsSpec timeouts = in.object("timeouts", this::timeouts);
        RetrySpec retry = in.object("retry", this::retry);
        if (timeouts != null && retry != null) {
            warnOfRetries(in.at("retry"), in.at("timeouts").field("backendRequest"), timeouts, retry);
        }
        RuleLimitsSpec limits = in.object("limits", new LimitsReader(findings)::rule);
        RuleSpec rule = new RuleSpec(
                in.text("name", TextRules.RULE_NAME),
                in.list("matches", MATCHES, matches::read),
                filters.read(in),
                backendRefs(in),
                in.object("sticky", sticky::read),
                in.object("sessionPersistence", sessions::persistence),
                timeouts == null ? TimeoutsSpec.DEFAULT : timeouts,
                retry,
                in.has("upgrades") ? in.texts("upgrades", UPGRADES, TextRules.UPGRADE) : RuleSpec.DEFAULT_UPGRADES,
                limits == null ? RuleLimitsSpec.DEFAULT : limits);
        filterChecks.check(rule, at);
        warnOfWeights(rule, in.at("backendRefs"));
        return rule;
    }

    /** A try's own limit counts only where it is written; by default it is the request's whole time. */
    private void warnOfRetries(FieldPath at, FieldPath limit, TimeoutsSpec timeouts, RetrySpec retry) {
        Duration each = limit.node() == null ? Duration.ZERO : timeouts.backendRequest();
        Duration longest = retry.longest(each);
        if (!timeouts.request().isZero() && longest.compareTo(timeouts.request()) > 0) {
            findings.warn(
                    at,
                    WarningKind.RETRY_TIMEOUT,
                    "tries that may take " + Durations.text(longest) + " with their waits",
                    "better at most the request timeout, " + Durations.text(timeouts.request())
                            + ": it cuts the last ones off");
        }
    }

    private List<BackendRefSpec> backendRefs(ObjectReader in) {
        Unique names = new Unique(findings);
        return in.list("backendRefs", BACKENDS, item -> backendRef(item, names));
    }

    private void warnOfWeights(RuleSpec rule, FieldPath at) {
        List<BackendRefSpec> refs = rule.backendRefs();
        if (refs.isEmpty() && FilterChecks.has(rule.filters(), FilterSpec.RequestRedirect.class)) {
            return;
        }
        if (refs.isEmpty()) {
            findings.warn(
                    at, WarningKind.NO_BACKEND, "no backend", "better one: every request of the rule is answered 500");
            return;
        }
        if (refs.stream().allMatch(ref -> ref.weight() == 0)) {
            findings.warn(
                    at, WarningKind.NO_BACKEND, "only weights of 0", "better one above: every request is answered 503");
            return;
        }
        for (int i = 0; i < refs.size(); i++) {
            if (refs.get(i).weight() == 0) {
                findings.warn(
                        at.index(i),
                        WarningKind.ZERO_WEIGHT,
                        "a weight of 0",
                        "better one above: no request goes to this backend, whatever its key");
            }
        }
    }

    private BackendRefSpec backendRef(FieldPath at, Unique names) {
        ObjectReader in = new ObjectReader(at, words.backendRef(), findings);
        BackendRefSpec ref = new BackendRefSpec(words.backend(in), in.integer("weight", WEIGHT, 1), filters.read(in));
        names.check(at.field("name"), ref.name());
        return ref;
    }

    /** Where only {@code request} is set, one attempt by default takes no longer than the whole. */
    private TimeoutsSpec timeouts(FieldPath at) {
        ObjectReader in = new ObjectReader(at, words.timeouts(), findings);
        Duration request = in.duration("request", TimeoutsSpec.DEFAULT.request());
        Duration usual = TimeoutsSpec.DEFAULT.backendRequest();
        boolean bounded = !request.isZero();
        Duration backendRequest =
                in.duration("backendRequest", bounded && request.compareTo(usual) < 0 ? request : usual);
        if (bounded && backendRequest.compareTo(request) > 0) {
            String found = in.at("backendRequest").node() instanceof YamlNode.Scalar scalar ? scalar.text() : "more";
            findings.refuse(in.at("backendRequest"), found, "at most the request timeout");
        }
        return new TimeoutsSpec(
                request,
                backendRequest,
                in.duration("streamIdle", TimeoutsSpec.DEFAULT.streamIdle()),
                in.duration("tunnelIdle", TimeoutsSpec.DEFAULT.tunnelIdle()));
    }

    private RetrySpec retry(FieldPath at) {
        ObjectReader in = new ObjectReader(at, RETRY, findings);
        findings.warn(
                at,
                WarningKind.DEVIATION,
                "retry",
                "known deviation from the Gateway API: once it may have been processed, only a request with an"
                        + " idempotent method is repeated");
        ValueReader values = new ValueReader(findings);
        Set<Integer> codes = new LinkedHashSet<>();
        in.list("codes", CODES, item -> code(values, item, codes));
        return new RetrySpec(words.attempts(in, ATTEMPTS), codes, in.duration("backoff", Duration.ZERO));
    }

    private boolean code(ValueReader values, FieldPath at, Set<Integer> codes) {
        Integer code = values.integer(at, CODE);
        boolean added = code != null && codes.add(code);
        if (code != null && !added) {
            findings.refuse(at, code + " again", "each code only once");
        }
        return added;
    }
}
