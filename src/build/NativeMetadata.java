import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what native-image must know of Netty's BoringSSL and epoll, which bring no metadata (tcnative) or have theirs
 * taken away by Quarkus. Run by the native profile: {@code java NativeMetadata.java METADATA_DIR LIBRARY_DIR CLASS_PATH}.
 *
 * <p>The C side of tcnative looks up Java classes by name. Which they are is read from the jars, so that an upgrade of
 * Netty cannot leave a list behind: all of tcnative, all OpenSsl classes of netty-handler, and the JDK's types that the
 * library itself names.
 */
public final class NativeMetadata {
    private static final Pattern TCNATIVE = Pattern.compile("io/netty/internal/tcnative/[^/]+\\.class");
    private static final Pattern OPENSSL = Pattern.compile("io/netty/handler/ssl/[^/]*OpenSsl[^/]*\\.class");
    private static final Pattern LIBRARY =
            Pattern.compile("META-INF/native/libnetty_(tcnative_linux|transport_native_epoll)_.+\\.so");
    private static final Pattern TYPE_OF_JDK = Pattern.compile("\0(java(?:/\\w+)+|\\[+B)(?=\0)");

    private final SortedSet<String> tcnative = new TreeSet<>();
    private final SortedSet<String> openSsl = new TreeSet<>();
    private final SortedSet<String> typesOfJdk = new TreeSet<>();
    private final Map<String, byte[]> libraries = new TreeMap<>();

    public static void main(String[] arguments) throws IOException {
        NativeMetadata metadata = new NativeMetadata();
        Stream.of(arguments[2].split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .forEach(metadata::read);
        metadata.writeMetadata(Files.createDirectories(Path.of(arguments[0])));
        metadata.writeLibraries(Files.createDirectories(Path.of(arguments[1])));
    }

    private void read(String name) {
        try (JarFile jar = new JarFile(name)) {
            for (JarEntry entry : jar.stream().toList()) {
                read(jar, entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private void read(JarFile jar, JarEntry entry) throws IOException {
        String name = entry.getName();
        if (TCNATIVE.matcher(name).matches()) {
            tcnative.add(className(name));
        } else if (OPENSSL.matcher(name).matches()) {
            openSsl.add(className(name));
        } else if (LIBRARY.matcher(name).matches()) {
            byte[] library = jar.getInputStream(entry).readAllBytes();
            libraries.put(name, library);
            readTypes(library);
        }
    }

    /** A JNI lookup names its type in a string that ends with a zero byte, and so begins behind one. */
    private void readTypes(byte[] library) {
        Matcher types = TYPE_OF_JDK.matcher(new String(library, StandardCharsets.ISO_8859_1));
        while (types.find()) {
            typesOfJdk.add(types.group(1).replace('/', '.'));
        }
    }

    private void writeMetadata(Path directory) throws IOException {
        SortedSet<String> ours = union(notEmpty("tcnative classes", tcnative), notEmpty("OpenSsl classes", openSsl));
        SortedSet<String> byJni = union(ours, notEmpty("types that the libraries name", typesOfJdk));
        Files.writeString(
                directory.resolve("jni-config.json"),
                array(byJni, "{\"name\": \"%s\", \"allDeclaredConstructors\": true, \"allDeclaredMethods\": true,"
                        + " \"allDeclaredFields\": true}"));
        // OpenSsl asks by Class.forName whether tcnative is there.
        Files.writeString(directory.resolve("reflect-config.json"), array(tcnative, "{\"name\": \"%s\"}"));
        Files.writeString(
                directory.resolve("resource-config.json"),
                "{\"resources\": {\"includes\": "
                        + array(notEmpty("libraries", libraries.keySet()), "{\"pattern\": \"\\\\Q%s\\\\E\"}") + "}}\n");
        Files.writeString(
                directory.resolve("native-image.properties"),
                "Args = --initialize-at-run-time=" + String.join(",\\\n  ", ours) + "\n");
    }

    private void writeLibraries(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> library : libraries.entrySet()) {
            String name = library.getKey();
            Files.write(directory.resolve(name.substring(name.lastIndexOf('/') + 1)), library.getValue());
        }
    }

    private static String className(String entry) {
        return entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    }

    private static SortedSet<String> union(SortedSet<String> one, SortedSet<String> other) {
        SortedSet<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    private static SortedSet<String> notEmpty(String what, Set<String> found) {
        if (found.isEmpty()) {
            System.err.println("native metadata: no " + what + " on the class path");
            System.exit(1);
        }
        return new TreeSet<>(found);
    }

    private static String array(SortedSet<String> names, String form) {
        return names.stream().map(form::formatted).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }
}
