package io.github.dl4jsparse.layers.predict;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Loads a network of either kind from DL4J's zip, without the updater's state. */
final class ModelFile {

    private ModelFile() {}

    static Model load(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("There is no model file (" + file + ").");
        }
        try {
            return isGraph(file)
                    ? ModelSerializer.restoreComputationGraph(file.toFile(), false)
                    : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false);
        } catch (ZipException
                | EOFException
                | JsonProcessingException
                | IllegalArgumentException
                | IllegalStateException e) {
            throw new IOException(
                    "The model file (" + file + ") is damaged, truncated or no model: " + e.getMessage(), e);
        }
    }

    private static boolean isGraph(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry configuration = zip.getEntry(ModelSerializer.CONFIGURATION_JSON);
            if (configuration == null) {
                throw new IOException("The file (" + file + ") is no DL4J model: it has no entry ("
                        + ModelSerializer.CONFIGURATION_JSON + ").");
            }
            String json = new String(zip.getInputStream(configuration).readAllBytes(), StandardCharsets.UTF_8);
            return new ObjectMapper().readTree(json).has("vertices");
        }
    }
}
