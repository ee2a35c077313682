package io.sallyport.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds rules and matches that no request reaches, because another one takes all of their requests first: an equal match
 * that stands before, or, for a regular expression, a prefix or an expression that takes everything. What is found is
 * certain; not all there is is found.
 */
final class Shadows {

    /** So many prefixes with different conditions are looked at for one path. */
    private static final int MOST_COMPARED = 16;

    private final GatewaySpec spec;
    private final Findings findings;
    private final List<Match> matches = new ArrayList<>();
    private final Map<Place, Match> first = new HashMap<>();
    private final Map<Spot, List<Match>> prefixes = new HashMap<>();

    /** One match of the document, and where it counts; index -1: the one of a rule that names none. */
    private record Match(int route, int rule, int index, Conditions conditions, List<Door> doors) {}

    /** A host on a listener. */
    private record Door(String listener, String host) {}

    private record Place(Door door, Conditions conditions) {}

    private record Spot(Door door, String prefix) {}

    Shadows(GatewaySpec spec, Findings findings) {
        this.spec = spec;
        this.findings = findings;
    }

    void check(List<FieldPath> routes) {
        for (int i = 0; i < spec.routes().size(); i++) {
            collect(i, spec.routes().get(i));
        }
        int from = 0;
        while (from < matches.size()) {
            int to = from + 1;
            while (to < matches.size() && sameRule(matches.get(from), matches.get(to))) {
                to++;
            }
            judge(matches.subList(from, to), routes);
            from = to;
        }
    }

    private void collect(int index, RouteSpec route) {
        List<Door> doors = doors(route);
        for (int i = 0; i < route.rules().size(); i++) {
            List<MatchSpec> written = route.rules().get(i).matches();
            if (written.isEmpty()) {
                register(new Match(index, i, -1, Conditions.NONE, doors));
            }
            for (int j = 0; j < written.size(); j++) {
                register(new Match(index, i, j, Conditions.of(written.get(j)), doors));
            }
        }
    }

    private List<Door> doors(RouteSpec route) {
        List<Door> doors = new ArrayList<>();
        for (ListenerSpec listener : spec.listeners()) {
            if (!route.listeners().isEmpty() && !route.listeners().contains(listener.name())) {
                continue;
            }
            if (route.hostnames().isEmpty()) {
                doors.add(new Door(listener.name(), listener.hostname() == null ? "" : listener.hostname()));
            }
            for (String hostname : route.hostnames()) {
                Hostnames.narrower(listener.hostname(), hostname)
                        .ifPresent(host -> doors.add(new Door(listener.name(), host)));
            }
        }
        return doors;
    }

    private void register(Match match) {
        matches.add(match);
        for (Door door : match.doors()) {
            first.putIfAbsent(new Place(door, match.conditions()), match);
            if (match.conditions().isPrefix()) {
                Spot spot = new Spot(door, match.conditions().path().value());
                List<Match> here = prefixes.computeIfAbsent(spot, any -> new ArrayList<>(1));
                if (here.size() < MOST_COMPARED) {
                    here.add(match);
                }
            }
            if (match.conditions().isRegexForAll()) {
                first.putIfAbsent(new Place(door, forAll(match.conditions())), match);
            }
        }
    }

    private static Conditions forAll(Conditions conditions) {
        return conditions.on(new PathSpec(PathSpec.Type.REGULAR_EXPRESSION, ".*"));
    }

    private static boolean sameRule(Match one, Match other) {
        return one.route() == other.route() && one.rule() == other.rule();
    }

    private void judge(List<Match> ofRule, List<FieldPath> routes) {
        Map<Match, Match> takers = new LinkedHashMap<>();
        for (Match match : ofRule) {
            Match taker = taker(match);
            if (taker != null) {
                takers.put(match, taker);
            }
        }
        FieldPath rule = routes.get(ofRule.get(0).route())
                .field("rules")
                .index(ofRule.get(0).rule());
        Match one = takers.get(ofRule.get(0));
        if (one != null && takers.size() == ofRule.size()) {
            findings.warn(rule, WarningKind.UNREACHABLE_RULE, "a rule that no request reaches", allowed(one, routes));
            return;
        }
        takers.forEach((match, taker) -> findings.warn(
                rule.field("matches").index(match.index()),
                WarningKind.DUPLICATE_MATCH,
                "a match that no request reaches",
                allowed(taker, routes)));
    }

    private static String allowed(Match taker, List<FieldPath> routes) {
        FieldPath rule = routes.get(taker.route()).field("rules").index(taker.rule());
        FieldPath at = taker.index() < 0 ? rule : rule.field("matches").index(taker.index());
        return "better none, or another: " + at + " takes all of its requests first";
    }

    /** Who takes its requests on the first host, if somebody does on every host; else null. */
    private @Nullable Match taker(Match match) {
        Match taker = null;
        for (Door door : match.doors()) {
            Match here = taker(match, door);
            if (here == null) {
                return null;
            }
            taker = taker == null ? here : taker;
        }
        return taker;
    }

    private @Nullable Match taker(Match match, Door door) {
        Match equal = first.get(new Place(door, match.conditions()));
        if (equal != null && equal != match) {
            return equal;
        }
        if (!match.conditions().isRegex()) {
            return null;
        }
        Match prefix = prefix(match.conditions(), door);
        if (prefix != null) {
            return prefix;
        }
        Match forAll = first.get(new Place(door, forAll(match.conditions())));
        return forAll != null && isBefore(forAll, match) ? forAll : null;
    }

    /** A prefix comes before every expression: one that holds for all paths of this one takes them. */
    private @Nullable Match prefix(Conditions regex, Door door) {
        String start = regex.literalStart();
        for (int slash = 0; slash >= 0; slash = start.indexOf('/', slash + 1)) {
            for (Match prefix : prefixes.getOrDefault(new Spot(door, start.substring(0, slash)), List.of())) {
                if (prefix.conditions().holdWhere(regex)) {
                    return prefix;
                }
            }
        }
        return null;
    }

    private static boolean isBefore(Match one, Match other) {
        return one.route() < other.route()
                || (one.route() == other.route()
                        && (one.rule() < other.rule() || (one.rule() == other.rule() && one.index() < other.index())));
    }
}
