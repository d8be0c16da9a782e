package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.data.LabeledExamples;
import io.github.dl4jsparse.examples.data.SequentialIterator;
import io.github.dl4jsparse.examples.data.ShuffledIterator;
import io.github.dl4jsparse.examples.data.Split;
import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.report.Provenance;
import io.github.dl4jsparse.examples.report.ResultJson;
import io.github.dl4jsparse.examples.run.Optimizer;
import io.github.dl4jsparse.examples.run.OptimizerSettings;
import io.github.dl4jsparse.examples.run.RunObserver;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.TrainingRun;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.Piggyback;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * A backbone learns the digits 0 to 4; then masks over its hidden layers and a new head learn the digits 5 to 9. The authors'
 * values: binary masks, Adam with 1e-4 for scores and head, a tenth of it after 15 of 30 epochs. Ends with an error if any number
 * of the backbone has changed.
 */
final class PiggybackExperiment implements Experiment {

    private static final int CLASSES = 5;
    private static final int EPOCHS = 30;
    private static final int DROP_AFTER = 15;
    private static final double RATE = 1e-4;
    private static final int BATCH = 128;
    private static final int BACKBONE_EPOCHS = 10;
    private static final double VALIDATION_SHARE = 0.1;
    private static final RunSettings BACKBONE = RunSettings.defaults().toBuilder()
            .method("dense")
            .arch(List.of(784, 300, 100, CLASSES))
            .optimizer(new OptimizerSettings(Optimizer.ADAM, 0.001, OptimizerSettings.usualDrops(BACKBONE_EPOCHS), 0))
            .epochs(BACKBONE_EPOCHS)
            .batch(BATCH)
            .build();

    @Override
    public String name() {
        return "piggyback";
    }

    @Override
    public String title() {
        return "Piggyback, digits 5-9 by masks over digits 0-4";
    }

    @Override
    public Map<String, Object> settings(StudySettings study) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epochs", study.epochs().orElse(EPOCHS));
        fields.put("batch", BATCH);
        fields.put("updater", "adam");
        fields.put("lr", RATE);
        fields.put("lrDrops", List.of(DROP_AFTER));
        fields.put("validation", study.validation());
        fields.put("backbone", ResultJson.settings(study.of(BACKBONE)));
        return fields;
    }

    /** The examples of five digits in a row, with the classes 0 to 4. */
    private static LabeledExamples digits(LabeledExamples all, int first) {
        int[] chosen = IntStream.range(0, all.size())
                .filter(i -> all.label(i) / CLASSES == first / CLASSES)
                .toArray();
        float[] features = new float[Math.multiplyExact(chosen.length, all.width())];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(all.features(chosen[i]), 0, features, i * all.width(), all.width());
        }
        int[] labels = Arrays.stream(chosen).map(i -> all.label(i) - first).toArray();
        return LabeledExamples.of(features, labels, all.width(), CLASSES);
    }

    private static TrainTestData digits(TrainTestData data, int first) {
        return new TrainTestData(digits(data.train(), first), digits(data.test(), first), data.provenance());
    }

    @Override
    public String run(
            StudySettings study, long seed, TrainTestData data, Provenance provenance, Consumer<String> progress)
            throws IOException {
        RunSettings backboneSettings = study.of(BACKBONE).withSeed(seed);
        TrainingRun backboneRun = TrainingRun.start(backboneSettings, digits(data, 0));
        double backboneAccuracy = backboneRun.finish(new RunObserver() {}).accuracy();
        progress.accept(String.format(Locale.ROOT, "backbone  accuracy %.2f %%", 100 * backboneAccuracy));
        MultiLayerNetwork backbone = backboneRun.network();
        float[] before = numbers(backbone.params());

        TrainTestData fresh = digits(data, CLASSES);
        Split split = study.validation() ? Split.of(fresh, VALIDATION_SHARE, 0) : null;
        LabeledExamples train = split == null ? fresh.train() : split.train();
        LabeledExamples held = split == null ? fresh.test() : split.validation();
        MultiLayerNetwork masked = masked(backbone, backboneSettings, fresh);
        int epochs = study.epochs().orElse(EPOCHS);
        List<Map<String, Object>> perEpoch = new ArrayList<>();
        double accuracy = 0;
        for (int epoch = 0; epoch < epochs; epoch++) {
            masked.fit(new ShuffledIterator(train, BATCH, seed).startingAt(epoch));
            accuracy = masked.evaluate(new SequentialIterator(held, 1000)).accuracy();
            perEpoch.add(Map.of("epoch", epoch + 1, "accuracy", accuracy));
            progress.accept(
                    String.format(Locale.ROOT, "epoch %d/%d  accuracy %.2f %%", epoch + 1, epochs, 100 * accuracy));
        }
        checkUnchanged(before, backbone, masked);

        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("method", "piggyback");
        fields.put("layerMethod", "piggyback");
        fields.put("data", data.provenance().name());
        fields.put("arch", backboneSettings.archName());
        fields.put("seed", seed);
        count(masked, fields);
        fields.put("accuracy", accuracy);
        fields.put("accuracyOf", study.validation() ? "validation" : "test");
        fields.put("backboneAccuracy", backboneAccuracy);
        fields.put("backboneUnchanged", true);
        fields.put("perEpoch", perEpoch);
        fields.put("settings", settings(study));
        fields.put("provenance", ResultJson.provenance(data.provenance(), provenance));
        return ResultJson.text(fields);
    }

    /** Masks over the hidden layers, and an output layer as a network of another seed has it at first. */
    private static MultiLayerNetwork masked(MultiLayerNetwork backbone, RunSettings settings, TrainTestData data) {
        MapSchedule rate = new MapSchedule.Builder(ScheduleType.EPOCH)
                .add(0, RATE)
                .add(DROP_AFTER, RATE / 10)
                .build();
        MultiLayerNetwork masked = Piggyback.on(backbone)
                .mask(Piggyback.binary().scoreUpdater(new Adam(rate)))
                .build();
        long headSeed = RandomStream.of(settings.seed(), "head over a backbone").nextLong();
        MultiLayerNetwork other =
                TrainingRun.start(settings.withSeed(headSeed), data).network();
        int output = masked.getnLayers() - 1;
        masked.getLayer(output).setParams(other.getLayer(output).params());
        masked.setLearningRate(output, rate);
        return masked;
    }

    private static float[] numbers(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private static void checkUnchanged(float[] before, MultiLayerNetwork backbone, MultiLayerNetwork masked) {
        boolean unchanged = sameBits(before, numbers(backbone.params()));
        for (int layer = 0; layer < backbone.getnLayers() - 1; layer++) {
            for (String name : List.of("W", "b")) {
                unchanged &= sameBits(
                        numbers(backbone.getLayer(layer).getParam(name)),
                        numbers(masked.getLayer(layer).getParam(name)));
            }
        }
        if (!unchanged) {
            throw new ND4JIllegalStateException("Numbers of the backbone have changed while masks were trained.");
        }
    }

    private static boolean sameBits(float[] a, float[] b) {
        return a.length == b.length
                && IntStream.range(0, a.length)
                        .allMatch(i -> Float.floatToRawIntBits(a[i]) == Float.floatToRawIntBits(b[i]));
    }

    /** The output layer, which belongs to the new digits alone, is dense. */
    private static void count(MultiLayerNetwork masked, Map<String, Object> fields) {
        long connections = 0;
        long total = 0;
        for (org.deeplearning4j.nn.api.Layer layer : masked.getLayers()) {
            INDArray weights = EffectiveWeights.of(layer)
                    .map(effective -> effective.get("W"))
                    .orElseGet(() -> layer.getParam("W"));
            for (float weight : numbers(weights)) {
                connections += weight == 0 ? 0 : 1;
            }
            total += weights.length();
        }
        fields.put("connections", connections);
        fields.put("totalWeights", total);
    }
}
