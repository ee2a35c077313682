package io.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real code keeps the borders; that the rules can fail is shown by {@link ArchitectureRulesTest}. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sallyport");
    private static final SourceText SOURCES = new SourceText(Path.of("src/main/java"));

    static Stream<String> packages() {
        return ArchitectureRules.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatItsRowNames(String name) {
        ArchitectureRules.row(name).check(MAIN);
    }

    @Test
    void everyClassLivesInANamedPackage() {
        assertThat(MAIN).isNotEmpty();
        ArchitectureRules.everyPackageHasARow().check(MAIN);
    }

    @Test
    void purePackagesKnowNoOutside() {
        ArchitectureRules.pureKnowsNoOutside().check(MAIN);
    }

    @Test
    void purePackagesReadNoClock() {
        ArchitectureRules.pureReadsNoClock().check(MAIN);
    }

    @Test
    void onlyTheEdgesUseNetty() {
        ArchitectureRules.onlyTheEdgesUseNetty().check(MAIN);
    }

    @Test
    void tlsUsesOnlyTheTlsOfNetty() {
        ArchitectureRules.tlsUsesOnlyTheTlsOfNetty().check(MAIN);
    }

    @Test
    void packagesAreFreeOfCycles() {
        ArchitectureRules.noCycles().check(MAIN);
    }

    @Test
    void onlyLocalReplyChoosesAStatus() throws IOException {
        assertThat(SOURCES.choosingAStatus()).isEmpty();
    }

    @Test
    void sourcesAreShort() throws IOException {
        assertThat(SOURCES.tooLong()).isEmpty();
    }
}
