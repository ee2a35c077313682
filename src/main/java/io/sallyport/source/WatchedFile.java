package io.sallyport.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A file, or a link to one; a mounted ConfigMap swaps a link ({@code ..data}) between the two. */
record WatchedFile(Path file) implements Watched {

    @Override
    public Sight look() {
        Set<Path> directories = new LinkedHashSet<>(Sight.above(file));
        try {
            Path real = file.toRealPath();
            directories.addAll(Sight.above(real));
            return new Sight(directories, List.of(real, Sight.stampOf(real)));
        } catch (IOException e) {
            return new Sight(directories, "absent");
        }
    }
}
