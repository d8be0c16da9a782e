package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.data.DataProvenance;
import io.github.dl4jsparse.examples.report.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** One JSON file for each finished run, each whole or not there. */
public final class StudyFolder {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;

    /**
     * A folder, which need not be there yet.
     *
     * @param folder where the files are
     */
    public StudyFolder(Path folder) {
        this.folder = folder;
    }

    private Path file(Experiment experiment, long seed) {
        return folder.resolve(experiment.name() + "-seed" + seed + ".json");
    }

    /**
     * The result of a run that is finished.
     *
     * @param experiment of the run
     * @param seed of the run
     * @param study what is changed of the experiments
     * @param data on which it is made
     * @return the result; empty if the run is not finished
     * @throws IOException if the file cannot be read
     * @throws DL4JInvalidConfigException if the file is of a run with other settings or data
     */
    public Optional<JsonNode> finished(Experiment experiment, long seed, StudySettings study, DataProvenance data)
            throws IOException {
        Path file = file(experiment, seed);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        JsonNode run = MAPPER.readTree(Files.readString(file));
        JsonNode settings = MAPPER.readTree(ResultJson.text(experiment.settings(study)));
        JsonNode hash = run.path("provenance").path("data").path("sha256");
        if (!run.path("settings").equals(settings) || !hash.asText().equals(data.sha256())) {
            throw new DL4JInvalidConfigException("The file (" + file + ") is of a run with other settings or data."
                    + " Maybe name another folder, or remove the file?");
        }
        return Optional.of(run);
    }

    /**
     * Keeps the result of a run.
     *
     * @param experiment of the run
     * @param seed of the run
     * @param json the result
     * @throws IOException if it cannot be written
     */
    public void keep(Experiment experiment, long seed, String json) throws IOException {
        Path file = file(experiment, seed);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        ResultJson.write(json, part);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Writes a text beside the results.
     *
     * @param name of the file
     * @param text what to write
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path write(String name, String text) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(name), text);
    }
}
