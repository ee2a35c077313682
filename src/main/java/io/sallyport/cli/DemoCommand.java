package io.sallyport.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the main job on this machine: certificates, two backends and a gateway, gone again with Ctrl-C. */
@Command(name = "demo", description = "Run a gateway with embedded backends, to try it out.")
final class DemoCommand implements Callable<Integer> {

    private static final String DIRECTORY_PROPERTY = "sallyport-demo.directory";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "8443", description = "The HTTPS port on 127.0.0.1 (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--management-port",
            defaultValue = "9000",
            description = "The port of metrics, health and status on 127.0.0.1 (${DEFAULT-VALUE}).")
    private int managementPort;

    private @Nullable Path lockFile;
    private @Nullable FileLock lock;

    @Override
    public Integer call() throws Exception {
        requireFree(port, "--port");
        requireFree(managementPort, "--management-port");
        Path directory = Path.of(System.getProperty(DIRECTORY_PROPERTY, "target/demo"));
        requireAlone(directory);
        DemoFiles files = new DemoFiles(directory);
        try (DemoBackends backends = new DemoBackends(files)) {
            files.write(port, backends.v1(), backends.v2());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(files), "demo-cleanup"));
            settings(directory, files).forEach(System::setProperty);
            Quarkus.run(DemoApplication.class, RunCommand::ended, directory.toString());
            return 0;
        }
    }

    private Map<String, String> settings(Path directory, DemoFiles files) {
        return Map.ofEntries(
                Map.entry("sallyport.source.file", DemoFiles.document(directory).toString()),
                Map.entry("sallyport.secrets.directory", files.secrets().toString()),
                Map.entry("sallyport.listen.host", "127.0.0.1"),
                Map.entry("sallyport.upstream.allow", "127.0.0.1/32"),
                Map.entry("sallyport.shutdown.delay", "0s"),
                Map.entry("sallyport.listen.drain-timeout", "1s"),
                Map.entry("sallyport.access-log.enabled", "false"),
                Map.entry("sallyport.trusted-clients", "127.0.0.1/32"),
                Map.entry("quarkus.management.host", "127.0.0.1"),
                Map.entry("quarkus.management.port", Integer.toString(managementPort)),
                Map.entry(DemoApplication.PORT_PROPERTY, Integer.toString(port)));
    }

    /** Two demos would take each other's document. The lock ends with this process at the latest. */
    private void requireAlone(Path directory) throws IOException {
        lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
        Files.createDirectories(lockFile.toAbsolutePath().getParent());
        lock = FileChannel.open(lockFile, CREATE, WRITE).tryLock();
        if (lock == null) {
            throw new ParameterException(spec.commandLine(), "a demo runs already; its files are in " + directory);
        }
    }

    private void requireFree(int wanted, String option) {
        if (port == managementPort) {
            throw new ParameterException(spec.commandLine(), "--port and --management-port must differ");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted));
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "port " + wanted + " on 127.0.0.1 cannot be had (" + e.getMessage() + "); choose another with "
                            + option);
        }
    }

    private void remove(DemoFiles files) {
        try {
            files.delete();
            if (lockFile != null) {
                Files.deleteIfExists(lockFile);
            }
        } catch (IOException e) {
            System.Logger log = System.getLogger(DemoCommand.class.getName());
            log.log(System.Logger.Level.WARNING, "the demo's files could not be removed: {0}", e.getMessage());
        }
    }
}
