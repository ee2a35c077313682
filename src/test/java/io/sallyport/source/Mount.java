package io.sallyport.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes files the ways that kubelet, editors and people do. */
final class Mount {

    private Mount() {}

    /**
     * Shows files as a mounted ConfigMap or Secret does: each is a link through {@code ..data}, a link to a directory
     * that is made anew; {@code ..data} is swapped by a rename and the old directory removed.
     */
    static void swap(Path mount, int generation, Map<String, byte[]> files) throws IOException {
        Path data = Files.createDirectories(mount.resolve("..generation-" + generation));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(data.resolve(file.getKey()), file.getValue());
            Path link = mount.resolve(file.getKey());
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", file.getKey()));
            }
        }
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), data.getFileName());
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        if (generation > 1) {
            remove(mount.resolve("..generation-" + (generation - 1)));
        }
    }

    static void renameOver(Path file, byte[] content) throws IOException {
        Path temporary = Files.write(file.resolveSibling(file.getFileName() + "~"), content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static void remove(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
