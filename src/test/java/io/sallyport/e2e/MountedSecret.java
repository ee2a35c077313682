package io.sallyport.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory that kubelet keeps: each file is a link through {@code ..data}, which is swapped by a rename. */
final class MountedSecret {

    private final Path mount;
    private int generation;

    MountedSecret(Path mount) {
        this.mount = mount;
    }

    void put(Map<String, String> files) throws IOException {
        generation++;
        Path data = Files.createDirectories(mount.resolve("..generation-" + generation));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(data.resolve(file.getKey()), file.getValue());
            Path link = mount.resolve(file.getKey());
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", file.getKey()));
            }
        }
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), data.getFileName());
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        remove(mount.resolve("..generation-" + (generation - 1)));
    }

    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
