package io.github.dl4jsparse.examples.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * One entry of a model file.
 *
 * @param name its name
 * @param stored bytes that it takes in the file
 * @param content bytes that it holds unpacked
 */
public record ArchiveEntry(String name, long stored, long content) {

    /**
     * The entries of a file.
     *
     * @param file a model file
     * @return its entries in their order
     * @throws IOException if it is no zip file or damaged
     */
    public static List<ArchiveEntry> of(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream()
                    .map(entry -> new ArchiveEntry(entry.getName(), entry.getCompressedSize(), entry.getSize()))
                    .toList();
        }
    }
}
