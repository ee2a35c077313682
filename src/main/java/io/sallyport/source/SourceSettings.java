package io.sallyport.source;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where documents come from, and where the last good one is kept. */
public sealed interface SourceSettings {

    /** Stands in messages. */
    String name();

    /** Puts an intake together, which does nothing before it is started. */
    Intake open(Intake.Outlet outlet);

    /** @param lastGood the directory where the last good document is kept; absent: beside the file */
    record OfFile(Path file, @Nullable Path lastGood) implements SourceSettings {

        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public Intake open(Intake.Outlet outlet) {
            return Intake.of(this, outlet);
        }
    }

    /**
     * @param access the API server, and the credentials for it
     * @param lastGood the ConfigMap beside it in which the last good document is kept
     * @param lastGoodCopy a directory where it is kept too, for a start without the API server; absent: none
     * @param events whether Events tell on the ConfigMap how reloads went
     */
    record OfConfigMap(
            Config access,
            ConfigMapKey from,
            String lastGood,
            @Nullable Path lastGoodCopy,
            boolean events) implements SourceSettings {

        @Override
        public String name() {
            return from.toString();
        }

        @Override
        public Intake open(Intake.Outlet outlet) {
            return Intake.of(this, outlet);
        }
    }
}
