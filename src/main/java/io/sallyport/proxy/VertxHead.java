package io.sallyport.proxy;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.sallyport.routing.PathEdit;
import io.sallyport.routing.RequestHead;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of Vert.x as the matcher sees it. Query parameters are parsed if a rule asks for one. */
final class VertxHead implements RequestHead {

    private final HttpServerRequest request;
    private final @Nullable HostAndPort authority;
    private final String host;
    private String path;
    private @Nullable Map<String, List<String>> parameters;

    VertxHead(HttpServerRequest request) {
        this.request = request;
        this.authority = request.authority();
        this.host = authority == null ? "" : normal(authority.host());
        String given = request.path();
        this.path = given == null || given.isEmpty() ? "/" : given;
    }

    /** Hosts are compared without case, and without the dot that ends a fully qualified name. */
    static String normal(String host) {
        String lower = host;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower = host.toLowerCase(Locale.ROOT);
                break;
            }
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String host() {
        return host;
    }

    /** Host and port as the client named them; null if it named none, or not in a valid form. */
    @Nullable
    HostAndPort authority() {
        return authority;
    }

    /**
     * Whether the host is a DNS name, an IP address, or absent. RFC 3986 would allow commas and semicolons too; in the
     * lists that proxies write they would begin another entry.
     */
    boolean hasSoundHost() {
        return isSound(host);
    }

    static boolean isSound(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && "-._:[]".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Host and port as the client wrote them; empty if it named none. */
    String writtenHost() {
        if (request.version() != HttpVersion.HTTP_2) {
            String written = request.getHeader(HttpHeaders.HOST);
            return written == null ? "" : written;
        }
        if (authority == null) {
            return "";
        }
        return authority.port() > 0 ? authority.host() + ':' + authority.port() : authority.host();
    }

    @Override
    public String path() {
        return path;
    }

    /** The path as the listener reads it: this one is matched and forwarded. */
    void path(String read) {
        path = read;
    }

    @Override
    public @Nullable String header(String lowerCaseName) {
        String first = request.headers().get(lowerCaseName);
        if (first == null) {
            return null;
        }
        List<String> all = request.headers().getAll(lowerCaseName);
        return all.size() == 1 ? first : String.join(",", all);
    }

    /** Names are compared with case. */
    @Override
    public @Nullable String queryParam(String name) {
        if (request.query() == null) {
            return null;
        }
        if (parameters == null) {
            parameters = parameters(request.uri());
        }
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    /** What cannot be decoded stands as it was written, so that it hides nothing beside it. */
    static Map<String, List<String>> parameters(String uri) {
        int query = uri.indexOf('?');
        if (query < 0) {
            return Map.of();
        }
        Map<String, List<String>> found = new HashMap<>();
        for (String part : uri.substring(query + 1).split("&")) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
            found.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
        }
        return found;
    }

    private static String decoded(String written) {
        try {
            return QueryStringDecoder.decodeComponent(written);
        } catch (IllegalArgumentException e) {
            return written;
        }
    }

    /** Null: there is none. */
    @Nullable
    String query() {
        return request.query();
    }

    /** What is asked for, in origin form (RFC 9112, 3.2.1), the path changed so; null: not changed. */
    String target(@Nullable PathEdit edit) {
        String query = request.query();
        String changed = edit == null ? path : edit.apply(path);
        return query == null ? changed : changed + '?' + query;
    }
}
