package io.github.dl4jsparse.examples.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        Path file = folder.resolve("run.zip");
        TrainingRun whole =
                TrainingRun.start(TinyDigits.settings(method, storage).withEpochs(3), TinyDigits.data());
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
        return network.getUpdater().getStateViewArray().data().asFloat();
    }

    private static List<EpochResult> withoutTimes(RunResult result) {
        return result.perEpoch().stream()
                .map(e -> new EpochResult(
                        e.epoch(), e.accuracy(), e.trainScore(), e.learningRate(), 0, e.explored(), e.layers()))
                .toList();
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
