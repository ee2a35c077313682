package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is what is read, in the gateway's own words and in those of HTTPRoutes; the schema agrees. */
class PrintedDocumentsPropertyTest {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(SchemaGenerator.generate());

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void aPrintedDocumentReadsAsItWas(@ForAll("documents") GatewaySpec spec) {
        assertThat(read(DocumentPrinter.print(spec))).isEqualTo(spec);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void httpRoutesReadAsTheGatewaysOwnWords(@ForAll("plainDocuments") GatewaySpec spec) {
        assertThat(read(DocumentPrinter.printHttpRoutes(spec))).isEqualTo(spec);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void whatIsTakenIsValidByTheSchema(@ForAll("documents") GatewaySpec spec) throws JsonProcessingException {
        assertThat(SCHEMA.validate(YAML.readTree(DocumentPrinter.print(spec)))).isEmpty();
    }

    private static GatewaySpec read(String document) {
        ParseResult result = Documents.parse(document);
        assertThat(result).as(document).isInstanceOf(ParseResult.Parsed.class);
        return ((ParseResult.Parsed) result).document().spec();
    }

    @Provide
    Arbitrary<GatewaySpec> documents() {
        return RandomDocuments.documents();
    }

    /** What HTTPRoutes cannot say is at its default. */
    @Provide
    Arbitrary<GatewaySpec> plainDocuments() {
        return documents()
                .map(spec -> Records.with(
                        spec,
                        "routes",
                        spec.routes().stream()
                                .map(route -> Records.with(
                                        route,
                                        "rules",
                                        route.rules().stream()
                                                .map(PrintedDocumentsPropertyTest::plain)
                                                .toList()))
                                .toList()));
    }

    private static RuleSpec plain(RuleSpec rule) {
        TimeoutsSpec given = rule.timeouts();
        TimeoutsSpec timeouts = new TimeoutsSpec(
                given.request(),
                given.backendRequest(),
                TimeoutsSpec.DEFAULT.streamIdle(),
                TimeoutsSpec.DEFAULT.tunnelIdle());
        RuleSpec unsaid = Records.with(Records.with(rule, "sticky", null), "upgrades", RuleSpec.DEFAULT_UPGRADES);
        return Records.with(unsaid, "timeouts", timeouts);
    }
}
