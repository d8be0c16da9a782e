package io.github.dl4jsparse.examples.continual;

import io.github.dl4jsparse.continual.ContinualResult;
import io.github.dl4jsparse.continual.LearnedTask;
import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.metrics.AccuracyMatrix;
import io.github.dl4jsparse.continual.metrics.TaskConfusion;
import io.github.dl4jsparse.examples.data.DataProvenance;
import io.github.dl4jsparse.examples.report.Provenance;
import io.github.dl4jsparse.examples.report.ResultJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Results of runs that differ by their seeds, as JSON. Shares are in [0, 1], what was not measured is null. */
public final class ContinualJson {

    private ContinualJson() {}

    /**
     * The JSON of runs.
     *
     * @param settings of all of them
     * @param results one for each seed, at least one
     * @param data on which they were made
     * @param provenance of the runs
     * @return an object
     */
    public static String of(
            ContinualSettings settings, List<SeedResult> results, DataProvenance data, Provenance provenance) {
        ContinualResult first = results.get(0).result();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("strategy", settings.strategy());
        fields.put("stream", first.stream());
        fields.put("scenario", ContinualSettings.word(first.scenario()));
        fields.put("seeds", results.stream().map(each -> each.result().seed()).toList());
        fields.put("accuracyOf", settings.validation() ? "validation" : "test");
        fields.put(
                "averageAccuracy", spread(results, result -> result.accuracies().averageAccuracy()));
        fields.put(
                "backwardTransfer",
                spread(results, result -> result.accuracies().backwardTransfer()));
        fields.put(
                "taskIncremental", spread(results, result -> result.withTask().averageAccuracy()));
        if (first.withoutTask().isPresent()) {
            fields.put(
                    "withoutTask",
                    spread(results, result -> result.withoutTask().orElseThrow().averageAccuracy()));
        }
        if (results.get(0).joint().isPresent()) {
            fields.put("intransigence", spread(results.stream().map(SeedResult::intransigence)));
        }
        fields.put("perSeed", results.stream().map(ContinualJson::fields).toList());
        fields.put("settings", settings.fields());
        fields.put("provenance", ResultJson.provenance(data, provenance));
        return ResultJson.text(fields);
    }

    private static Map<String, Object> spread(List<SeedResult> results, Function<ContinualResult, Double> what) {
        return spread(results.stream().map(SeedResult::result).map(what));
    }

    private static Map<String, Object> spread(Stream<Double> values) {
        Measure measure = Measure.of(values.toList());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mean", number(measure.mean()));
        fields.put("sd", number(measure.deviation()));
        fields.put("n", measure.count());
        return fields;
    }

    private static Map<String, Object> fields(SeedResult learnt) {
        ContinualResult result = learnt.result();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seed", result.seed());
        fields.putAll(fields(result.accuracies(), result.untrained()));
        fields.put("sampleAccuracy", number(result.sampleAccuracy()));
        fields.put("intransigence", number(learnt.intransigence()));
        fields.put(
                "jointAccuracies",
                learnt.joint()
                        .map(ContinualResult::accuracies)
                        .map(accuracies -> accuracies.whenLearned().stream()
                                .map(ContinualJson::number)
                                .toList())
                        .orElse(null));
        fields.put(
                "taskInferenceAccuracy",
                result.inference()
                        .map(TaskConfusion::accuracy)
                        .map(ContinualJson::number)
                        .orElse(null));
        fields.put(
                "bytesPerTask", result.memory().stream().map(TaskMemory::bytes).toList());
        fields.put(
                "masksPerTask", result.memory().stream().map(TaskMemory::masks).toList());
        fields.put(
                "memoryPerTask",
                result.memory().stream().map(ContinualJson::fields).toList());
        fields.put("capacityPerLayer", result.capacity());
        fields.put(
                "taskConfusion", result.inference().map(ContinualJson::counts).orElse(null));
        fields.put(
                "secondsPerTask",
                result.tasks().stream().map(LearnedTask::seconds).toList());
        fields.put("taskIncremental", fields(result.withTask(), null));
        result.withoutTask().ifPresent(matrix -> fields.put("withoutTask", fields(matrix, null)));
        return fields;
    }

    private static Map<String, Object> fields(TaskMemory memory) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("masks", memory.masks());
        fields.put("masksCompressed", memory.masksCompressed());
        fields.put("heads", memory.heads());
        fields.put("otherParameters", memory.parameters());
        fields.put("importances", memory.importances());
        fields.put("examples", memory.examples());
        return fields;
    }

    /** A row for each true task, a column for each inferred one. */
    private static List<List<Long>> counts(TaskConfusion confusion) {
        return IntStream.range(0, confusion.tasks())
                .mapToObj(task -> IntStream.range(0, confusion.tasks())
                        .mapToObj(inferred -> confusion.get(task, inferred))
                        .toList())
                .toList();
    }

    private static Map<String, Object> fields(AccuracyMatrix matrix, List<Double> untrained) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < matrix.tasks(); i++) {
            List<Double> row = new ArrayList<>();
            for (int j = 0; j < matrix.tasks(); j++) {
                row.add(number(matrix.get(i, j)));
            }
            rows.add(row);
        }
        fields.put("matrix", rows);
        fields.put("averageAccuracy", number(matrix.averageAccuracy()));
        fields.put("incrementalAccuracy", number(matrix.incrementalAccuracy()));
        fields.put("backwardTransfer", number(matrix.backwardTransfer()));
        fields.put("forgetting", number(matrix.forgetting()));
        if (Objects.nonNull(untrained)) {
            fields.put("forwardTransfer", number(matrix.forwardTransfer(untrained)));
        }
        return fields;
    }

    private static Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
