package io.github.dl4jsparse.listeners.checkpoint;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The zip file of a model, checked to the last byte before anything is made of it. */
final class ModelArchive {

    private final Path file;
    private final boolean graph;

    private ModelArchive(Path file, boolean graph) {
        this.file = file;
        this.graph = graph;
    }

    static ModelArchive open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("There is no model file (" + file + ").");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                check(zip, entries.nextElement());
            }
            ZipEntry configuration = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
            if (configuration == null) {
                throw new IOException("The file (" + file + ") is no DL4J model: it has no entry ("
                        + ModelSerializer.CONFIGURATION_JSON + ").");
            }
            String json = new String(zip.getInputStream(configuration).readAllBytes(), StandardCharsets.UTF_8);
            return new ModelArchive(file, new ObjectMapper().readTree(json).has("vertices"));
        } catch (ZipException | EOFException | JsonProcessingException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    static IOException damaged(Path file, Exception cause) {
        return new IOException("The model file (" + file + ") is damaged or truncated: " + cause.getMessage(), cause);
    }

    private static void check(ZipFile zip, ZipEntry entry) throws IOException {
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[1 << 16];
        try (var in = zip.getInputStream(entry)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                crc.update(chunk, 0, n);
            }
        }
        if (entry.getCrc() >= 0 && crc.getValue() != entry.getCrc()) {
            throw new ZipException("the checksum of its entry (" + entry.getName() + ") is wrong.");
        }
    }

    boolean isGraph() {
        return graph;
    }

    Optional<byte[]> entry(String name) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            return entry == null
                    ? Optional.empty()
                    : Optional.of(zip.getInputStream(entry).readAllBytes());
        }
    }

    static void add(Path archive, String name, byte[] content) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(archive)) {
            Files.write(zip.getPath(name), content);
        }
    }
}
