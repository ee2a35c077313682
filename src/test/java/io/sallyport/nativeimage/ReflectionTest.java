package io.sallyport.nativeimage;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * A native executable has by reflection only what was registered when it was built, and no builder is at hand in the
 * tests. So the code keeps to what Quarkus registers (commands of picocli, mapped settings, models of the Kubernetes
 * core API), and names the rest itself.
 */
class ReflectionTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sallyport");

    @Test
    void theCodeItselfUsesNone() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.lang.reflect.."))
                .orShould()
                .callMethodWhere(target(owner(assignableTo(Class.class)))
                        .and(target(nameMatching("forName|newInstance|getDeclared\\w+|getMethods?|getConstructors?"))))
                .check(MAIN);
    }

    /** The Kubernetes client has a mapper, for its own models; ours go to no mapper. */
    @Test
    void jacksonBindsNoneOfOurs() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(ObjectMapper.class)))
                        .and(target(nameMatching("read\\w+|write\\w+|convertValue|treeToValue|valueToTree"))))
                .check(MAIN);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson.annotation.."))
                .check(MAIN);
    }

    /** Quarkus registers these models whole, and others only if it sees how they are used. */
    @Test
    void ofKubernetesOnlyTheCoreModelsAreUsed() {
        noClasses()
                .should()
                .dependOnClassesThat(assignableTo(KubernetesResource.class)
                        .and(not(resideInAPackage("io.fabric8.kubernetes.api.model"))))
                .check(MAIN);
    }

    /** Picocli makes them by reflection. */
    @Test
    void whatPicocliMakesBesideCommandsIsRegistered() {
        classes()
                .that(assignableTo(CommandLine.IVersionProvider.class)
                        .or(assignableTo(CommandLine.ITypeConverter.class))
                        .or(assignableTo(CommandLine.IDefaultValueProvider.class))
                        .or(assignableTo(CommandLine.IParameterConsumer.class)))
                .should()
                .beAnnotatedWith(RegisterForReflection.class)
                .check(MAIN);
    }

    @Test
    void everyWordOfTheCommandLineIsACommand() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Command")
                .should()
                .beAnnotatedWith(Command.class)
                .check(MAIN);
    }
}
