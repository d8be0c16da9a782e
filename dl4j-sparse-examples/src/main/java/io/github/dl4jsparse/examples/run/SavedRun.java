package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.examples.data.DataProvenance;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A run in a file: the model file of {@link SparseModels}, and in it one further entry that tells the settings, the data
 * and the epochs so far. It loads wherever a model file loads.
 *
 * @param settings of the run
 * @param data on which it is made
 * @param perEpoch the epochs so far
 * @param network after these epochs
 */
public record SavedRun(
        RunSettings settings, DataProvenance data, List<EpochResult> perEpoch, MultiLayerNetwork network) {

    private static final String ENTRY = "dl4jsparse-run.json";
    /** Version 1 knows neither layer methods nor pruning, version 2 neither parts of methods nor initial sparsities. */
    private static final int VERSION = 3;

    /**
     * Keeps a copy of the epochs.
     *
     * @param settings of the run
     * @param data on which it is made
     * @param perEpoch the epochs so far
     * @param network after these epochs
     */
    public SavedRun {
        perEpoch = List.copyOf(perEpoch);
    }

    private record Content(int version, RunSettings settings, DataProvenance data, List<EpochResult> perEpoch) {}

    /**
     * Writes the file, which is replaced whole or not at all.
     *
     * @param file where to
     * @throws IOException if writing fails; an earlier file stays as it was
     */
    public void write(Path file) throws IOException {
        byte[] run = new ObjectMapper().writeValueAsBytes(new Content(VERSION, settings, data, perEpoch));
        SparseModels.save(network, file, true, Map.of(ENTRY, run));
    }

    /**
     * Reads a file, on the thread that will go on with the run: ND4J's random state belongs to a thread.
     *
     * @param file what {@link #write} has written
     * @return the run
     * @throws IOException if the file cannot be read, is damaged, or holds a model but no run
     */
    public static SavedRun read(Path file) throws IOException {
        MultiLayerNetwork network = SparseModels.loadMultiLayerNetwork(file);
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            Path entry = zip.getPath(ENTRY);
            if (Files.notExists(entry)) {
                throw new IOException("The model file (" + file + ") holds no run to go on with. Maybe it was saved by"
                        + " another program? Files of (train --out) can be resumed.");
            }
            Content content = new ObjectMapper().readValue(Files.readAllBytes(entry), Content.class);
            if (content.version() > VERSION) {
                throw new IOException("The run in (" + file + ") has the version (" + content.version()
                        + "); this program reads up to version (" + VERSION + ").");
            }
            return new SavedRun(content.settings(), content.data(), content.perEpoch(), network);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "The entry (" + ENTRY + ") of (" + file + ") is damaged: " + e.getOriginalMessage(), e);
        }
    }
}
