package io.sallyport;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule fails on a class that breaks it: the classes are compiled here, in packages named as the real ones. */
class ArchitectureRulesTest {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    // One for all: it keeps the jars of the class path open.
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);
    private static final List<String> OPTIONS = List.of("-proc:none", "-nowarn");

    private Path directory;

    @AfterAll
    static void closeFiles() throws IOException {
        FILES.close();
    }

    @BeforeEach
    void keepDirectory(@TempDir Path scratch) {
        directory = scratch;
    }

    @Test
    void aRowRefusesEveryPackageThatItDoesNotName() throws IOException {
        String rooms = ArchitectureRules.ALL.stream()
                .map(room -> "io.sallyport." + room + ".Room.class")
                .collect(joining(", "));
        for (String room : ArchitectureRules.ALL) {
            source(room, "Room", "public class Room { Class<?>[] rooms = {" + rooms + "}; }");
        }
        JavaClasses classes = compile();

        assertThat(ArchitectureRules.ALL).allSatisfy(name -> {
            Set<String> refused = new TreeSet<>(ArchitectureRules.ALL);
            refused.removeAll(ArchitectureRules.MAY_USE.get(name));
            refused.remove(name);
            assertThat(roomsIn(failures(ArchitectureRules.row(name), classes))).isEqualTo(refused);
        });
    }

    @Test
    void theTableSaysWhoMayUseTheDocument() {
        assertThat(ArchitectureRules.MAY_USE.entrySet().stream()
                        .filter(row -> row.getValue().contains("config"))
                        .map(row -> row.getKey()))
                .containsExactlyInAnyOrder("tls", "snapshot", "explain", "source", "admin", "cli");
    }

    @Test
    void aPackageWithoutARowIsFound() throws IOException {
        source("util", "Strings", "class Strings {}");

        assertThat(failures(ArchitectureRules.everyPackageHasARow())).contains("io.sallyport.util.Strings");
    }

    @Test
    void aClassInTheRootIsFound() throws IOException {
        write("io/sallyport/Rootless.java", "package io.sallyport; class Rootless {}");

        assertThat(failures(ArchitectureRules.everyPackageHasARow())).contains("io.sallyport.Rootless");
    }

    @ParameterizedTest
    @CsvSource({
        "config,io.vertx.core.Vertx",
        "routing,io.quarkus.runtime.Quarkus",
        "resilience,java.net.Socket",
        "resilience,java.net.InetAddress",
        "access,java.io.File",
        "config,java.nio.file.Path",
        "routing,java.nio.channels.SocketChannel",
        "access,io.netty.buffer.ByteBuf",
    })
    void thePureThatKnowsAnOutsideIsFound(String room, String type) throws IOException {
        source(room, "Guest", "class Guest { " + type + " outside; }");

        assertThat(failures(ArchitectureRules.pureKnowsNoOutside())).contains(type);
    }

    @ParameterizedTest
    @CsvSource({
        "config,System.nanoTime()",
        "routing,System.currentTimeMillis()",
        "resilience,java.time.Instant.now()",
        "resilience,java.time.Clock.systemUTC()",
        "access,java.time.LocalDate.now()",
        "access,new java.util.Date()",
        "access,(java.util.function.LongSupplier) System::nanoTime",
    })
    void thePureThatReadsAClockIsFound(String room, String reading) throws IOException {
        source(room, "Guest", "class Guest { Object time = " + reading + "; }");

        assertThat(failures(ArchitectureRules.pureReadsNoClock())).contains("Guest");
    }

    @Test
    void thePureMayBeHandedAClock() throws IOException {
        source(
                "resilience",
                "Guest",
                "class Guest { Object now(java.time.Clock c) { return java.time.Instant.now(c); } }");

        assertThat(failures(ArchitectureRules.pureReadsNoClock())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "telemetry,io.netty.buffer.ByteBuf",
        "source,io.vertx.core.impl.VertxInternal",
        "cli,io.vertx.core.http.impl.HttpServerImpl",
    })
    void nettyAwayFromTheEdgesIsFound(String room, String type) throws IOException {
        source(room, "Guest", "class Guest { " + type + " inside; }");

        assertThat(failures(ArchitectureRules.onlyTheEdgesUseNetty())).contains(type);
    }

    @ParameterizedTest
    @CsvSource({"io.netty.channel.Channel", "io.vertx.core.net.impl.SslChannelProvider"})
    void nettyBeyondTlsIsFoundInTls(String type) throws IOException {
        source("tls", "Guest", "class Guest { " + type + " inside; io.netty.handler.ssl.SslContext allowed; }");

        assertThat(failures(ArchitectureRules.tlsUsesOnlyTheTlsOfNetty()))
                .contains(type)
                .doesNotContain("SslContext");
    }

    @Test
    void aCycleIsFound() throws IOException {
        source("tls", "Key", "public class Key { io.sallyport.upstream.Lock lock; }");
        source("upstream", "Lock", "public class Lock { io.sallyport.tls.Key key; }");

        assertThat(failures(ArchitectureRules.noCycles())).contains("Cycle detected");
    }

    @ParameterizedTest
    @CsvSource({"503", "HttpResponseStatus.BAD_GATEWAY.code()"})
    void aStatusChosenAwayFromLocalReplyIsFound(String status) throws IOException {
        source("proxy", "LocalReply", "class LocalReply { void a() { r.setStatusCode(503); } }");
        source("proxy", "Relay", "class Relay { void a() { r.setStatusCode(upstream.statusCode()); } }");
        source("proxy", "Guest", "class Guest { void a() { r.setStatusCode(" + status + "); } }");

        assertThat(new SourceText(directory).choosingAStatus()).containsExactly("io/sallyport/proxy/Guest.java");
    }

    @Test
    void aLongSourceIsFound() throws IOException {
        source("proxy", "Short", "\n".repeat(300));
        source("proxy", "Long", "\n".repeat(301));

        assertThat(new SourceText(directory).tooLong()).containsExactly("io/sallyport/proxy/Long.java");
    }

    private void source(String room, String name, String text) throws IOException {
        write("io/sallyport/" + room + "/" + name + ".java", "package io.sallyport." + room + ";" + text);
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(directory.resolve(file.substring(0, file.lastIndexOf('/'))));
        Files.writeString(path, text);
    }

    private static Set<String> roomsIn(String report) {
        return Pattern.compile("references class object <io\\.sallyport\\.(\\w+)\\.Room>")
                .matcher(report)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String failures(ArchRule rule) throws IOException {
        return failures(rule, compile());
    }

    private static String failures(ArchRule rule, JavaClasses classes) {
        return String.join("\n", rule.evaluate(classes).getFailureReport().getDetails());
    }

    private JavaClasses compile() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(directory)) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        boolean compiled = COMPILER.getTask(
                        null, FILES, null, OPTIONS, null, FILES.getJavaFileObjectsFromPaths(sources))
                .call();
        assertThat(compiled).as("the classes compile").isTrue();
        return new ClassFileImporter().importPath(directory);
    }
}
