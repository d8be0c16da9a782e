package io.github.dl4jsparse.examples.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

class ResumeTest {

    @TempDir
    private Path folder;

    private RunObserver savingTo(Path file, int epoch) {
        return new RunObserver() {
            @Override
            public void epochDone(TrainingRun run, EpochResult result) {
                if (result.epoch() == epoch) {
                    try {
                        run.snapshot().write(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"dense, MASKED", "set, MASKED", "rigl, MASKED", "set, COMPRESSED", "rigl, COMPRESSED"})
    void aResumedRunEndsWithTheBitsOfAnUninterruptedOne(String method, Storage storage) throws IOException {
        checkResumed(TinyDigits.settings(method, storage).withEpochs(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "magran",
                "mest",
                "set-itop",
                "set-neurons",
                "dsr",
                "deepr",
                "ctre-seq",
                "ctre-sim",
                "smet",
                "rigl-itop",
                "snfs",
                "gmp",
                "granet",
                "pals"
            })
    void soDoesARunOfEveryMethodWithItsUsualSettings(String method) throws IOException {
        RunSettings usual =
                TinyDigits.settings("set", Storage.MASKED).withEpochs(3).asUsualFor(method);

        checkResumed(usual.with(
                usual.topology().withInterval(Math.min(usual.topology().interval(), 4))));
    }

    @Test
    void soDoesARunOfExchangedParts() throws IOException {
        RunSettings settings = TinyDigits.settings("set", Storage.MASKED).withEpochs(3);

        checkResumed(settings.with(settings.topology()
                .with(new PartSettings(
                        DropRule.SNIP, DropScope.GLOBAL, GrowRule.MOMENTUM, RedistributionRule.MOMENTUM))));
    }

    @ParameterizedTest
    @CsvSource({
        "dense, dst, lr, 0.02",
        "dense, powerprop, alpha, 2",
        "dense, supermask, updater, nesterovs",
        "dense, edge-popup, k, 0.3",
        "dense, l0, lambda, 0.1",
        "dense, vd, warm-up-epochs, 2",
        "dense, wsn, kept, 0.3",
        "dense, hashed, compression, 4",
        "dense, structure-scale, gamma, 0.1",
        "set, dst, alpha, 0.001",
        "set, wsn, kept, 0.9"
    })
    void soDoesARunOfLayersThatLearnTheirOwnMasks(String method, String layers, String option, String value)
            throws IOException {
        checkResumed(TinyDigits.settings(method, Storage.MASKED)
                .withEpochs(3)
                .with(LayerMethods.named(layers).settings(Map.of(option, value))));
    }

    @Test
    void soDoesARunOfMasksThatLayersCarry() throws IOException {
        checkResumed(TinyDigits.settings("rigl", Storage.MASKED)
                .withEpochs(3)
                .with(LayerMethods.named("fixed-mask").settings(Map.of())));
    }

    private void checkResumed(RunSettings settings) throws IOException {
        Path file = folder.resolve("run.zip");
        TrainingRun whole = TrainingRun.start(settings, TinyDigits.data());
        RunResult expected = whole.finish(savingTo(file, 1));

        TrainingRun resumed = TrainingRun.resume(SavedRun.read(file), TinyDigits.data());
        RunResult result = resumed.finish(new RunObserver() {});

        assertThat(bits(resumed.network())).isEqualTo(bits(whole.network()));
        assertThat(updaterBits(resumed.network())).isEqualTo(updaterBits(whole.network()));
        assertThat(withoutTimes(result)).isEqualTo(withoutTimes(expected));
        assertThat(result.perEpoch().get(0)).isEqualTo(expected.perEpoch().get(0));
    }

    private static float[] bits(MultiLayerNetwork network) {
        return network.params().data().asFloat();
    }

    private static float[] updaterBits(MultiLayerNetwork network) {
        INDArray state = network.getUpdater().getStateViewArray();
        return state == null ? new float[0] : state.data().asFloat(); // plain SGD has none
    }

    private static List<EpochResult> withoutTimes(RunResult result) {
        return result.perEpoch().stream()
                .map(e -> new EpochResult(
                        e.epoch(), e.accuracy(), e.trainScore(), e.learningRate(), 0, e.explored(), e.layers()))
                .toList();
    }

    @Test
    void aFileOfTheFirstVersionHoldsPlainLayersAndNoPruning() throws IOException {
        String written = new ObjectMapper().writeValueAsString(TinyDigits.settings("set", Storage.MASKED));
        ObjectNode older = (ObjectNode) new ObjectMapper().readTree(written);
        older.remove(List.of("layers", "pruning"));

        RunSettings read = new ObjectMapper().readValue(older.toString(), RunSettings.class);

        assertThat(read).isEqualTo(TinyDigits.settings("set", Storage.MASKED));
    }

    @Test
    void layerMethodAndPruningComeBackFromTheFile() throws IOException {
        Path file = folder.resolve("run.zip");
        RunSettings settings = TinyDigits.settings("dense", Storage.MASKED)
                .with(LayerMethods.named("dst").settings(Map.of("alpha", "0.001")))
                .with(new PruningSettings(List.of(0.9), PruningScope.GLOBAL));

        TrainingRun.start(settings, TinyDigits.data()).snapshot().write(file);

        assertThat(SavedRun.read(file).settings()).isEqualTo(settings);
    }

    @Test
    void theSettingsComeBackFromTheFile() throws IOException {
        Path file = folder.resolve("run.zip");
        TrainingRun run = TrainingRun.start(TinyDigits.settings("set", Storage.COMPRESSED), TinyDigits.data());

        run.snapshot().write(file);
        SavedRun read = SavedRun.read(file);

        assertThat(read.settings()).isEqualTo(run.snapshot().settings());
        assertThat(read.data()).isEqualTo(run.snapshot().data());
        assertThat(read.perEpoch()).isEmpty();
    }

    @Test
    void nothingButTheFileIsLeftInItsFolder() throws IOException {
        TrainingRun run = TrainingRun.start(TinyDigits.settings("set", Storage.MASKED), TinyDigits.data());

        run.snapshot().write(folder.resolve("run.zip"));
        run.snapshot().write(folder.resolve("run.zip"));

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("run.zip");
        }
    }

    @Test
    void otherDataAreRefused() throws IOException {
        Path file = folder.resolve("run.zip");
        TrainingRun.start(TinyDigits.settings("set", Storage.MASKED), TinyDigits.data())
                .snapshot()
                .write(file);
        SavedRun saved = SavedRun.read(file);

        assertThatThrownBy(() -> TrainingRun.resume(saved, TinyDigits.data("other")))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("other data");
    }

    @Test
    void aModelWithoutARunIsRefused() throws IOException {
        Path file = folder.resolve("model.zip");
        SparseModels.save(
                TrainingRun.start(TinyDigits.settings("set", Storage.MASKED), TinyDigits.data())
                        .network(),
                file);

        assertThatThrownBy(() -> SavedRun.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no run");
    }
}
