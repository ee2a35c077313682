package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that editors use says what the parser says. */
class SchemaTest {

    private static final Path FILE = Path.of("config", "gateway.schema.json");
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(SchemaGenerator.generate());
    private static final JsonObject GENERATED = new JsonObject(SchemaGenerator.generate());

    /** {@code -Dsallyport.schema=write} writes the file. */
    @Test
    void theFileIsWhatTheRecordsSay() throws IOException {
        if ("write".equals(System.getProperty("sallyport.schema"))) {
            Files.writeString(FILE, SchemaGenerator.generate());
        }
        assertThat(Files.readString(FILE)).isEqualTo(SchemaGenerator.generate());
    }

    static Stream<Path> samples() {
        return Stream.of(
                Path.of("config", "gateway.yaml"),
                Path.of("config", "reencrypt.yaml"),
                Path.of("config", "httproutes.yaml"),
                Path.of("src/test/resources/config/warned/rules.yaml"),
                Path.of("src/test/resources/config/warned/shadows.yaml"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void samplesAreValid(Path sample) throws IOException {
        assertThat(validate(Files.readString(sample))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void samplesNameTheirSchemaForEditors(Path sample) throws IOException {
        String first = Files.readString(sample).lines().findFirst().orElseThrow();
        String name = first.replace("# yaml-language-server: $schema=", "");

        assertThat(Files.isSameFile(sample.resolveSibling(name), FILE)).isTrue();
        assertThat(Files.isSameFile(sample.toRealPath().resolveSibling(name), FILE))
                .isTrue();
    }

    static Stream<Path> shipped() {
        return samples().limit(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port: 8080 | port: 0",
                "port: 8080 | port: '8080'",
                "protocol: HTTP | protocol: TCP",
                "name: web, | nmae: web,",
                "'port: 8080' | 'port: 8080, limits: {headerBytes: 8KB}'",
                "'port: 8080' | 'port: 8080, limits: {headers: 0}'",
                "'port: 8080' | 'port: 8080, proxyProtocol: {}'",
                "'http://shop:8080' | 'shop:8080'",
                "name: shop}] | name: shop, weight: -1}]",
                "name: shop}] | weight: 1}]",
                "name: shop}] | name: shop}], timeouts: {request: 10}",
                "name: shop}] | name: shop}], timeouts: {request: 1d}",
                "name: shop}] | name: shop}], retry: {}",
                "name: shop}] | name: shop}], retry: {attempts: 1, codes: [200]}",
                "name: shop}] | name: shop}], sticky: {}",
                "name: shop}] | 'name: shop}], sticky: {header: a, cookie: {name: b}}'",
                "name: shop}] | 'name: shop}], sessionPersistence: {type: Query}'",
                "name: shop}] | name: shop}], matches: [{method: FETCH}]",
                "name: shop}] | 'name: shop}], matches: [{path: {type: Prefix, value: /}}]'",
                "name: shop}] | name: shop}], filters: [{type: URLRewrite}]",
                "name: shop}] | 'name: shop}], filters: [{type: URLRewrite, requestRedirect: {}}]'",
            })
    void whatTheParserRefusesIsNotValid(String right, String wrong) throws IOException {
        String document =
                Documents.SMALL.replace("- backendRefs", "- {backendRefs").replace("{name: shop}]", "{name: shop}]}");
        String broken = document.replace(right, wrong);

        assertThat(validate(document)).isEmpty();
        assertThat(broken).isNotEqualTo(document);
        assertThat(Documents.parse(broken)).isInstanceOf(ParseResult.Refused.class);
        assertThat(validate(broken)).isNotEmpty();
    }

    /** Where each kind of object stands: the parser tells its keys, and those it misses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "ListenerSpec | {listeners: [%s]}",
                "ListenerTlsSpec | {listeners: [{tls: %s}]}",
                "LimitsSpec | {listeners: [{limits: %s}]}",
                "ProxyProtocolSpec | {listeners: [{proxyProtocol: %s}]}",
                "RuleLimitsSpec | {routes: [{rules: [{limits: %s}]}]}",
                "CertificateSpec | {listeners: [{tls: {certificates: [%s]}}]}",
                "ClientValidationSpec | {listeners: [{tls: {clientValidation: %s}}]}",
                "BackendSpec | {backends: [%s]}",
                "BackendTlsSpec | {backends: [{tls: %s}]}",
                "RouteSpec | {routes: [%s]}",
                "RuleSpec | {routes: [{rules: [%s]}]}",
                "MatchSpec | {routes: [{rules: [{matches: [%s]}]}]}",
                "PathSpec | {routes: [{rules: [{matches: [{path: %s}]}]}]}",
                "ValueMatchSpec | {routes: [{rules: [{matches: [{headers: [%s]}]}]}]}",
                "BackendRefSpec | {routes: [{rules: [{backendRefs: [%s]}]}]}",
                "StickySpec | {routes: [{rules: [{sticky: %s}]}]}",
                "Cookie | {routes: [{rules: [{sticky: {cookie: %s}}]}]}",
                "SessionsSpec | {sessions: %s}",
                "SessionPersistenceSpec | {routes: [{rules: [{sessionPersistence: %s}]}]}",
                "CookieConfig | {routes: [{rules: [{sessionPersistence: {cookieConfig: %s}}]}]}",
                "TimeoutsSpec | {routes: [{rules: [{timeouts: %s}]}]}",
                "RetrySpec | {routes: [{rules: [{retry: %s}]}]}",
                "FilterSpec | {routes: [{rules: [{filters: [%s]}]}]}",
                "RequestRedirect | {routes: [{rules: [{filters: [{type: RequestRedirect, requestRedirect: %s}]}]}]}",
                "UrlRewrite | {routes: [{rules: [{filters: [{type: URLRewrite, urlRewrite: %s}]}]}]}",
                "RequestMirror | {routes: [{rules: [{filters: [{type: RequestMirror, requestMirror: %s}]}]}]}",
                "Cors | {routes: [{rules: [{filters: [{type: CORS, cors: %s}]}]}]}",
                "PathModifierSpec | {routes: [{rules: [{filters: [{type: URLRewrite, urlRewrite: {path: %s}}]}]}]}",
                "HeaderModifierSpec | {routes: [{rules: [{filters: [{type: RequestHeaderModifier,"
                        + " requestHeaderModifier: %s}]}]}]}",
                "HeaderSpec | {routes: [{rules: [{filters: [{type: RequestHeaderModifier,"
                        + " requestHeaderModifier: {set: [%s]}}]}]}]}",
            })
    void everyObjectHasTheParsersKeys(String name, String template) {
        JsonObject definition = GENERATED.getJsonObject("definitions").getJsonObject(name);
        List<Violation> violations = Documents.refused(template.formatted("{zzzzzzzzzz: 1}"));
        Violation unknown = violations.stream()
                .filter(each -> each.field().endsWith("zzzzzzzzzz"))
                .findFirst()
                .orElseThrow();
        String parent = unknown.field().replace("zzzzzzzzzz", "");
        Set<String> missing = violations.stream()
                .filter(each -> each.found().equals("nothing") && each.field().startsWith(parent))
                .map(each -> each.field().substring(parent.length()))
                .filter(definition.getJsonObject("properties")::containsKey)
                .filter(key -> !definition
                        .getJsonArray("oneOf", new JsonArray())
                        .encode()
                        .contains("\"required\":[\"" + key + '"'))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(definition.getJsonObject("properties").fieldNames())
                .containsExactlyInAnyOrder(unknown.allowed().split(", "));
        assertThat(new TreeSet<>(
                        definition.getJsonArray("required", new JsonArray()).getList()))
                .isEqualTo(missing);
    }

    private static Set<ValidationMessage> validate(String document) throws IOException {
        JsonNode tree = new YAMLMapper().readTree(document);
        return SCHEMA.validate(tree);
    }
}
