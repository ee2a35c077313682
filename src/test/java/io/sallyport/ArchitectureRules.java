package io.sallyport;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The borders between packages, as docs/architecture.md has them. */
final class ArchitectureRules {
    private static final String ROOT = "io.sallyport";

    /** Every package, from the ground up. */
    static final List<String> ALL = List.of(
            "config",
            "routing",
            "resilience",
            "access",
            "telemetry",
            "tls",
            "upstream",
            "snapshot",
            "proxy",
            "explain",
            "listener",
            "source",
            "admin",
            "cli");

    /** The table of docs/architecture.md: a package, and the packages that it may use. */
    static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("config", Set.of()),
            Map.entry("routing", Set.of()),
            Map.entry("resilience", Set.of()),
            Map.entry("access", Set.of()),
            Map.entry("telemetry", Set.of()),
            Map.entry("tls", Set.of("config", "access")),
            Map.entry("upstream", Set.of("resilience", "telemetry", "tls")),
            Map.entry("snapshot", allAbove("snapshot")),
            Map.entry("proxy", without("config", allAbove("proxy"))),
            Map.entry("explain", allAbove("explain")),
            Map.entry("listener", Set.of("proxy", "tls", "snapshot", "telemetry")),
            Map.entry("source", Set.of("config", "tls", "snapshot", "listener", "telemetry")),
            Map.entry("admin", allAbove("admin")),
            Map.entry("cli", Set.copyOf(ALL)));

    private static final String[] PURE = {"config", "routing", "resilience", "access"};
    private static final String[] MAY_USE_NETTY = {"listener", "proxy", "upstream"};

    private ArchitectureRules() {}

    /** The row of one package: it uses itself and what its row names, and nothing else of ours. */
    static ArchRule row(String name) {
        Stream<String> allowed = Stream.concat(Stream.of(name), MAY_USE.getOrDefault(name, Set.of()).stream());
        return noClasses()
                .that()
                .resideInAPackage(in(name))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(in(allowed)))))
                .as(name + " uses only the packages that its row names")
                .allowEmptyShould(true);
    }

    static ArchRule everyPackageHasARow() {
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideOutsideOfPackages(in(ALL.stream()))
                .as("every class lives in a package that the table names")
                .allowEmptyShould(true);
    }

    static ArchRule pureKnowsNoOutside() {
        return noClasses()
                .that()
                .resideInAnyPackage(in(Stream.of(PURE)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.vertx..",
                                "io.netty..",
                                "io.quarkus..",
                                "jakarta..",
                                "java.nio.file..",
                                "java.nio.channels..")
                        .or(resideInAPackage("java.net")
                                .and(not(named(
                                        "java.net.URI",
                                        "java.net.URISyntaxException",
                                        "java.net.URLDecoder",
                                        "java.net.IDN"))))
                        .or(resideInAPackage("java.io")
                                .and(named(
                                        "java.io.File",
                                        "java.io.FileInputStream",
                                        "java.io.FileOutputStream",
                                        "java.io.FileReader",
                                        "java.io.FileWriter",
                                        "java.io.RandomAccessFile"))))
                .as("pure packages know no Vert.x, Quarkus, sockets or files")
                .allowEmptyShould(true);
    }

    static ArchRule pureReadsNoClock() {
        return noClasses()
                .that()
                .resideInAnyPackage(in(Stream.of(PURE)))
                .should()
                .accessTargetWhere(DescribedPredicate.describe("reads a clock", ArchitectureRules::readsAClock))
                .as("pure packages are handed the time")
                .allowEmptyShould(true);
    }

    static ArchRule onlyTheEdgesUseNetty() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(in(Stream.concat(Stream.of(MAY_USE_NETTY), Stream.of("tls"))))
                .should()
                .dependOnClassesThat(nettyOrVertxInside())
                .as("only listener, proxy and upstream use Netty and the inside of Vert.x")
                .allowEmptyShould(true);
    }

    static ArchRule tlsUsesOnlyTheTlsOfNetty() {
        return noClasses()
                .that()
                .resideInAPackage(in("tls"))
                .should()
                .dependOnClassesThat(nettyOrVertxInside()
                        .and(not(resideInAnyPackage("io.netty.handler.ssl..", "io.netty.buffer..")))
                        .and(not(named("io.netty.util.NetUtil"))))
                .as("of Netty, tls uses its TLS contexts, buffers and address parser only")
                .allowEmptyShould(true);
    }

    static ArchRule noCycles() {
        return slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .as("packages are free of cycles")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> nettyOrVertxInside() {
        return resideInAnyPackage("io.netty..", "io.vertx.core..impl..");
    }

    private static boolean readsAClock(JavaAccess<?> access) {
        String name = access.getTarget().getName();
        String owner = access.getTargetOwner().getFullName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.time.Clock" -> name.startsWith("system") || name.matches("tick.+");
            case "java.util.Date" -> name.equals("<init>");
            default -> owner.startsWith("java.time.") && name.equals("now") && !isHandedAClock(access);
        };
    }

    private static boolean isHandedAClock(JavaAccess<?> access) {
        return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream()
                        .anyMatch(type -> type.getFullName().equals("java.time.Clock"));
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> all = Set.of(names);
        return DescribedPredicate.describe("named " + all, type -> all.contains(type.getFullName()));
    }

    private static Set<String> allAbove(String name) {
        return Set.copyOf(ALL.subList(0, ALL.indexOf(name)));
    }

    private static Set<String> without(String name, Set<String> names) {
        return names.stream().filter(other -> !other.equals(name)).collect(Collectors.toUnmodifiableSet());
    }

    private static String in(String name) {
        return ROOT + "." + name + "..";
    }

    private static String[] in(Stream<String> names) {
        return names.map(ArchitectureRules::in).toArray(String[]::new);
    }
}
