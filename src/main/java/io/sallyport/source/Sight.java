package io.sallyport.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a watched place has shown.
 *
 * @param directories where something can happen that matters
 * @param stamp differs from an earlier one whenever content may differ; no content is read for it
 */
record Sight(Set<Path> directories, Object stamp) {

    Sight {
        directories = Set.copyOf(directories);
    }

    /**
     * Identity, size and time of the last change of a file or link. The time is the inode's own (ctime): nobody can set
     * it back, and it also tells a change of rights.
     */
    static Map<String, Object> stampOf(Path path) throws IOException {
        return Map.copyOf(Files.readAttributes(path, "unix:dev,ino,ctime,size", LinkOption.NOFOLLOW_LINKS));
    }

    /** The nearest two existing directories above a path: only the second tells that the first was renamed away. */
    static Set<Path> above(Path path) {
        Set<Path> found = new LinkedHashSet<>();
        @Nullable Path directory = path.toAbsolutePath().getParent();
        while (directory != null && found.size() < 2) {
            if (Files.isDirectory(directory)) {
                found.add(directory);
            }
            directory = directory.getParent();
        }
        return found;
    }
}
