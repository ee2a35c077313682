package io.sallyport.proxy;

import io.sallyport.routing.PathEdit;
import io.sallyport.routing.Redirect;
import io.sallyport.routing.RequestHead;
import io.sallyport.snapshot.Destination;
import io.sallyport.snapshot.ListenerPlan;
import io.sallyport.snapshot.RulePlan;
import io.sallyport.telemetry.Reason;
import io.sallyport.upstream.AddressRanges;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway makes of a request, without a connection: by the rules that an exchange goes by. The client is none
 * of the trusted proxies, and what it sends is HTTP.
 */
public final class RequestPreview implements RequestHead {

    private static final String TO_BE_MADE = "(made for each request)";

    private final Asked asked;
    private final MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    private final List<String> dropped = new ArrayList<>();
    private @Nullable Map<String, List<String>> parameters;
    private String path;

    /**
     * A request in words.
     *
     * @param authority host, and port if one is named
     * @param port as named; 0: none is
     * @param target path and query
     */
    public record Asked(String method, boolean tls, String authority, int port, String target) {

        /** The host without its port. */
        String host() {
            return port == 0 ? authority : authority.substring(0, authority.lastIndexOf(':'));
        }

        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        @Nullable
        String query() {
            int query = target.indexOf('?');
            return query < 0 ? null : target.substring(query + 1);
        }
    }

    /** @param headers in order, but Host */
    public RequestPreview(Asked asked, List<Map.Entry<String, String>> headers) {
        this.asked = asked;
        this.path = asked.path();
        headers.forEach(header -> fields.add(header.getKey(), header.getValue()));
        MultiMap before = MultiMap.caseInsensitiveMultiMap().addAll(fields);
        RequestFields.clean(fields, false);
        before.names().stream().filter(name -> !fields.contains(name)).forEach(dropped::add);
    }

    @Override
    public String method() {
        return asked.method();
    }

    @Override
    public String host() {
        return VertxHead.normal(asked.host());
    }

    @Override
    public String path() {
        return path;
    }

    /**
     * Reads path and fields as a listener does.
     *
     * @return why it is answered at once; {@link Reason#NONE}: it is not
     */
    public Reason readBy(ListenerPlan listener) {
        String read = listener.paths().read(asked.path());
        List<String> before = List.copyOf(fields.names());
        if (read == null || !Reading.underscores(fields, listener.underscores())) {
            return Reason.BAD_REQUEST;
        }
        path = read;
        before.stream().filter(name -> !fields.contains(name)).forEach(dropped::add);
        return listener.paths().redirects(asked.path()) ? Reason.REDIRECT : Reason.NONE;
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        if (lowerCaseName.equals("host")) {
            return asked.authority();
        }
        List<String> all = fields.getAll(lowerCaseName);
        return all.isEmpty() ? null : String.join(",", all);
    }

    @Override
    public @Nullable String queryParam(String name) {
        if (parameters == null) {
            parameters = VertxHead.parameters(asked.target());
        }
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    /** Whether it comes over TLS. */
    public boolean tls() {
        return asked.tls();
    }

    /** The port that the client names; 0: it names none. */
    public int port() {
        return asked.port();
    }

    /** If it is a CORS preflight, the request that it asks for; null if it is none. */
    public @Nullable RequestHead preflight() {
        return Preflight.of(this);
    }

    /** The fields that are gone before anything is matched on them. */
    public List<String> dropped() {
        return List.copyOf(dropped);
    }

    /** Why it is refused whatever the routes say; {@link Reason#NONE} if it is not. */
    public Reason refused() {
        if (asked.method().equals("CONNECT") || asked.method().equals("TRACE")) {
            return Reason.METHOD_NOT_ALLOWED;
        }
        boolean sound = VertxHead.isSound(host())
                && FieldCheck.target(HttpMethod.valueOf(asked.method()), asked.target())
                && FieldCheck.coding(fields)
                && FieldCheck.sound(fields);
        return sound ? Reason.NONE : Reason.BAD_REQUEST;
    }

    /** Whether it asks for another protocol, and for none that the rule allows. */
    public boolean upgradeRefused(RulePlan rule) {
        List<String> offered = Upgrade.offered(fields);
        return !offered.isEmpty() && Upgrade.allowed(offered, rule.upgrades()).isEmpty();
    }

    /**
     * The header fields that a backend gets, Host first; those of the connection itself are left out.
     *
     * @param peer the client's address
     */
    public List<Map.Entry<String, String>> sent(String peer, Destination destination) {
        String host = destination.rewrite().hostname();
        MultiMap to = MultiMap.caseInsensitiveMultiMap();
        to.set(HttpHeaders.HOST, host == null ? asked.authority() : host);
        HeaderRules.passOn(fields, false, to);
        if (HeaderRules.trailersAccepted(fields)) {
            HeaderRules.acceptTrailers(to, true);
        }
        new ForwardedFields(AddressRanges.NONE)
                .write(ForwardedFields.Client.of(peer, asked.authority(), asked.port(), asked.tls()), null, to);
        to.set(HeaderRules.X_REQUEST_ID, TO_BE_MADE);
        HeaderEdits.apply(destination.request(), to);
        return to.entries().stream()
                .map(field -> Map.entry(field.getKey(), field.getValue()))
                .toList();
    }

    /** Path and query as a backend gets them. */
    public String sentTarget(Destination destination) {
        PathEdit edit = destination.rewrite().path();
        String query = asked.query();
        String sent = edit == null ? path : edit.apply(path);
        return query == null ? sent : sent + '?' + query;
    }

    /** Where a redirect sends the client. */
    public String location(Redirect redirect) {
        String scheme = asked.tls() ? "https" : "http";
        int port = asked.port() == 0 ? Redirect.wellKnown(scheme) : asked.port();
        return redirect.location(new Redirect.Asked(scheme, host(), port, path(), asked.query()));
    }

    /** The status of the gateway's own answer; 0 if it gives none. */
    public static int status(Reason reason) {
        return LocalReply.status(reason);
    }
}
