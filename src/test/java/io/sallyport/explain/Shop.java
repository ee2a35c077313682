package io.sallyport.explain;

import io.sallyport.config.GatewayDocument;
import io.sallyport.config.ParseResult;
import io.sallyport.config.SpecParser;
import io.sallyport.snapshot.DryRun;
import io.sallyport.snapshot.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A document with two ports, and questions about it. */
final class Shop {

    static final String DOCUMENT = """
            listeners:
              - name: public
                port: 8443
                protocol: HTTPS
                hostname: "*.example.com"
                tls:
                  certificates: [{certificateFile: public/tls.crt, keyFile: public/tls.key}]
                  clientValidation: {caFile: clients/ca.crt, mode: Optional}
              - name: admin
                port: 8443
                protocol: HTTPS
                hostname: admin.example.com
                tls:
                  certificates: [{certificateFile: admin/tls.crt, keyFile: admin/tls.key}]
                  clientValidation: {caFile: clients/ca.crt, mode: Optional}
              - {name: plain, port: 8080, protocol: HTTP}
            backends:
              - {name: v1, endpoints: ["http://v1.shop.svc:8080"]}
              - {name: v2, endpoints: ["http://v2.shop.svc:8080", "http://[2001:db8::1]:8080"]}
            routes:
              - name: reviews
                hostnames: [shop.example.com]
                rules:
                  - name: testers
                    matches:
                      - path: {value: /reviews}
                        headers: [{name: x-canary, value: always}]
                    backendRefs: [{name: v2}]
                  - matches: [{path: {value: /reviews}}]
                    backendRefs: [{name: v1, weight: 90}, {name: v2, weight: 10}]
                    sticky: {cookie: {name: canary, issue: true}}
                    timeouts: {request: 10s, backendRequest: 3s}
                    retry: {attempts: 2, codes: [503, 502], backoff: 25ms}
                  - matches: [{path: {type: RegularExpression, value: "/rev.*"}, method: GET}]
                    backendRefs: [{name: v1, weight: 0}]
              - name: nothing
                hostnames: [shop.example.com]
                rules:
                  - matches: [{path: {type: Exact, value: /nothing}, queryParams: [{name: q, value: "1"}]}]
            """;

    private Shop() {}

    static Snapshot snapshot(String document) {
        return DryRun.of(document(document), null);
    }

    static GatewayDocument document(String text) {
        ParseResult result = new SpecParser().parse(text.getBytes(StandardCharsets.UTF_8), 1 << 23);
        if (result instanceof ParseResult.Parsed parsed) {
            return parsed.document();
        }
        throw new AssertionError(result);
    }

    static Explanation explain(String request, String... headers) {
        return Explainer.explain(snapshot(DOCUMENT), Question.of(request, List.of(headers)));
    }
}
