package io.sallyport.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/**
 * The version that the build wrote into {@code version.properties}, and the Java it runs on. Picocli makes it by
 * reflection, and quarkus-picocli registers commands only.
 */
@RegisterForReflection(methods = false, fields = false)
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"sallyport " + ofTheBuild(), "Java " + Runtime.version()};
    }

    private static String ofTheBuild() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
