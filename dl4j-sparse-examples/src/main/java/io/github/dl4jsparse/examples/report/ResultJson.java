package io.github.dl4jsparse.examples.report;

import io.github.dl4jsparse.examples.data.DataProvenance;
import io.github.dl4jsparse.examples.run.EpochResult;
import io.github.dl4jsparse.examples.run.LayerDensity;
import io.github.dl4jsparse.examples.run.Method;
import io.github.dl4jsparse.examples.run.Methods;
import io.github.dl4jsparse.examples.run.PartSettings;
import io.github.dl4jsparse.examples.run.PrunedResult;
import io.github.dl4jsparse.examples.run.RunResult;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.StartingTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/** Results as JSON, for scripts. Shares are in [0, 1], times in seconds, sizes in bytes. */
public final class ResultJson {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ResultJson() {}

    /**
     * The JSON of one run.
     *
     * @param result of the run
     * @param provenance of the run
     * @return an object
     */
    public static String of(RunResult result, Provenance provenance) {
        return write(fields(result, provenance));
    }

    /**
     * The JSON of several runs.
     *
     * @param results of the runs
     * @param provenance of the runs
     * @return an array of what {@link #of(RunResult, Provenance)} gives for each
     */
    public static String of(List<RunResult> results, Provenance provenance) {
        return write(results.stream().map(result -> fields(result, provenance)).toList());
    }

    /**
     * Writes a file, and the folders it lies in.
     *
     * @param json what to write
     * @param file where to
     * @throws IOException if writing fails
     */
    public static void write(String json, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, json + "\n");
    }

    /**
     * Any fields as JSON.
     *
     * @param fields numbers, texts, truth values, lists and maps of them
     * @return an object
     */
    public static String text(Map<String, Object> fields) {
        return write(fields);
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists, numbers and texts can be written as JSON.", e);
        }
    }

    private static Map<String, Object> fields(RunResult result, Provenance provenance) {
        RunSettings settings = result.settings();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("method", settings.method());
        fields.put("layerMethod", settings.layers().method());
        fields.put("storage", word(settings.storage()));
        fields.put("data", result.data().name());
        fields.put("arch", settings.archName());
        fields.put("seed", settings.seed());
        fields.put("sparsityRequested", result.sparsityRequested());
        fields.put("sparsityReached", result.sparsityReached());
        fields.put("explored", result.last().explored());
        fields.put("connections", result.connections());
        fields.put("totalWeights", result.totalWeights());
        fields.put("accuracy", result.accuracy());
        fields.put("accuracyOf", settings.validation() ? "validation" : "test");
        fields.put(
                "perEpoch", result.perEpoch().stream().map(ResultJson::fields).toList());
        fields.put("secondsPerEpoch", result.secondsPerEpoch());
        fields.put("modelBytes", result.modelBytes());
        fields.put(
                "layers",
                result.last().layers().stream().map(ResultJson::fields).toList());
        if (!result.pruned().isEmpty()) {
            fields.put(
                    "pruned", result.pruned().stream().map(ResultJson::fields).toList());
        }
        fields.put("settings", settings(settings));
        fields.put("provenance", provenance(result.data(), provenance));
        return fields;
    }

    private static Map<String, Object> fields(EpochResult epoch) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epoch", epoch.epoch());
        fields.put("accuracy", epoch.accuracy());
        fields.put("trainScore", epoch.trainScore());
        fields.put("learningRate", epoch.learningRate());
        fields.put("seconds", epoch.seconds());
        fields.put("explored", epoch.explored());
        fields.put("densities", densities(epoch.layers()));
        return fields;
    }

    private static Map<String, Object> fields(PrunedResult pruned) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sparsity", pruned.sparsity());
        fields.put("connections", pruned.connections());
        fields.put("totalWeights", pruned.totalWeights());
        fields.put("accuracy", pruned.accuracy());
        fields.put("densities", densities(pruned.layers()));
        return fields;
    }

    private static Map<String, Double> densities(List<LayerDensity> layers) {
        Map<String, Double> densities = new LinkedHashMap<>();
        layers.forEach(layer -> densities.put(layer.layer(), layer.density()));
        return densities;
    }

    private static Map<String, Object> fields(LayerDensity layer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("layer", layer.layer());
        fields.put("inputs", layer.inputs());
        fields.put("outputs", layer.outputs());
        fields.put("connections", layer.connections());
        fields.put("density", layer.density());
        return fields;
    }

    /**
     * The settings of a run, as they stand in the field {@code settings} of its JSON.
     *
     * @param settings of the run
     * @return names and values
     */
    public static Map<String, Object> settings(RunSettings settings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epochs", settings.epochs());
        fields.put("batch", settings.batch());
        fields.put("updater", word(settings.optimizer().updater()));
        fields.put("lr", settings.optimizer().rate());
        fields.put("lrDrops", settings.optimizer().rateDrops());
        fields.put("l2", settings.optimizer().l2());
        fields.put("distribution", word(settings.topology().spread()));
        fields.put("epsilon", settings.topology().epsilon());
        fields.put("init", word(Methods.named(settings.method()).firstWeights(settings)));
        fields.put("drop", settings.topology().drop());
        fields.put("interval", settings.topology().interval());
        fields.put("stopAt", settings.topology().stopAt());
        fields.put("growInit", word(settings.topology().grown()));
        fields.putAll(parts(settings));
        fields.put("validation", settings.validation());
        if (settings.standardized()) {
            fields.put("standardized", true);
        }
        if (!settings.layers().arePlain()) {
            fields.put("layerOptions", settings.layers().options());
        }
        if (!settings.pruning().sparsities().isEmpty()) {
            fields.put("pruneAfter", settings.pruning().sparsities());
            fields.put("pruneScope", word(settings.pruning().scope()));
        }
        return fields;
    }

    /** What most runs do not have. */
    private static Map<String, Object> parts(RunSettings settings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Method method = Methods.named(settings.method());
        if (method.start() == StartingTopology.DENSER || method.start() == StartingTopology.OPEN) {
            fields.put("initialSparsity", settings.topology().initialSparsity());
        }
        PartSettings parts = settings.topology().parts();
        if (!parts.areUsual()) {
            fields.put("dropCriterion", word(parts.drop()));
            fields.put("dropScope", word(parts.scope()));
            fields.put("growth", word(parts.grow()));
            fields.put("redistribution", word(parts.redistribution()));
        }
        if (method.validates()) {
            fields.put("validationShare", settings.validationShare());
        }
        return fields;
    }

    /**
     * On what a run was made, as it stands in the field {@code provenance} of its JSON.
     *
     * @param data of the run
     * @param provenance of the run
     * @return names and values
     */
    public static Map<String, Object> provenance(DataProvenance data, Provenance provenance) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", provenance.version());
        fields.put("jdk", provenance.jdk());
        fields.put("os", provenance.os());
        fields.put("cpu", provenance.cpu());
        fields.put("backend", provenance.backend());
        fields.put("command", provenance.command());
        fields.put("data", data);
        return fields;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
