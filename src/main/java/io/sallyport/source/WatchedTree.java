package io.sallyport.source;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything below a directory. Links are looked at, not followed: what they lead to is below the directory and is seen
 * there, or lies outside and is of no use to a document.
 */
record WatchedTree(Path root) implements Watched {

    private static final int DEPTH = 16;

    @Override
    public Sight look() {
        Set<Path> directories = new LinkedHashSet<>(Sight.above(root));
        Map<Path, Object> stamps = new HashMap<>();
        try {
            Files.walkFileTree(
                    root.toRealPath(), EnumSet.noneOf(FileVisitOption.class), DEPTH, visitor(directories, stamps));
        } catch (IOException e) {
            stamps.put(root, "absent");
        }
        return new Sight(directories, stamps);
    }

    private static SimpleFileVisitor<Path> visitor(Set<Path> directories, Map<Path, Object> stamps) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                directories.add(directory);
                return visitFile(directory, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                try {
                    stamps.put(file, Sight.stampOf(file));
                } catch (IOException e) {
                    stamps.put(file, "unseen");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) {
                stamps.put(file, "unseen");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error) {
                return FileVisitResult.CONTINUE;
            }
        };
    }
}
