package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.strategy.PackNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class LearnerFileTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void saveLearner() throws IOException {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(PackNet.builder().retrainEpochs(1).build())
                .build();
        learner.learn(Blobs.split(3).get(0));
        file = folder.resolve("learner.zip");
        learner.save(file);
    }

    private Path with(String entry, UnaryOperator<byte[]> change) throws IOException {
        Path changed = folder.resolve("changed.zip");
        try (ZipFile zip = new ZipFile(file.toFile());
                OutputStream out = Files.newOutputStream(changed);
                ZipOutputStream copy = new ZipOutputStream(out)) {
            for (ZipEntry each : zip.stream().toList()) {
                byte[] content = zip.getInputStream(each).readAllBytes();
                copy.putNextEntry(new ZipEntry(each.getName()));
                copy.write(each.getName().equals(entry) ? change.apply(content) : content);
                copy.closeEntry();
            }
        }
        return changed;
    }

    @Test
    void anUnchangedCopyIsLoaded() throws IOException {
        assertThat(ContinualLearner.load(with("", UnaryOperator.identity())).learned())
                .hasSize(1);
    }

    @Test
    void aLearnerOfAnotherVersionIsRefusedBeforeAnythingChanges() throws IOException {
        Path newer = with(
                "continual.bin",
                state -> ByteBuffer.wrap(state.clone()).putInt(Integer.BYTES, 2).array());
        long root = Nd4j.getRandom().rootState();
        long node = Nd4j.getRandom().nodeState();

        assertThatThrownBy(() -> ContinualLearner.load(newer))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed.zip")
                .hasMessageContaining("version (2)")
                .hasMessageContaining("reads version (1)");
        assertThat(Nd4j.getRandom().rootState()).isEqualTo(root);
        assertThat(Nd4j.getRandom().nodeState()).isEqualTo(node);
    }

    @Test
    void aStateThatIsNoneIsNamed() throws IOException {
        Path other = with("continual.bin", state -> new byte[100]);

        assertThatThrownBy(() -> ContinualLearner.load(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(continual.bin)")
                .hasMessageContaining("damaged");
    }

    @Test
    void aStateThatEndsEarlyIsNamed() throws IOException {
        Path cut = with("continual.bin", state -> Arrays.copyOf(state, 40));

        assertThatThrownBy(() -> ContinualLearner.load(cut))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(continual.bin)")
                .hasMessageContaining("ends early");
    }

    @Test
    void aDamagedStateOfAStrategyIsNamed() throws IOException {
        int length = 3 * Integer.BYTES + Integer.BYTES + Double.BYTES + 3 * Integer.BYTES;
        Path damaged = with(
                "continual.bin",
                state -> ByteBuffer.wrap(state.clone()).putInt(length, -1).array());

        assertThatThrownBy(() -> ContinualLearner.load(damaged))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed.zip")
                .hasMessageContaining("(continual.bin)")
                .hasMessageContaining("what the learner's strategy has written");
    }

    @Test
    void listenersOfALoadedLearnerAreTold() throws IOException {
        List<Integer> told = new ArrayList<>();
        ContinualLearner learner = ContinualLearner.load(file, new ContinualListener() {
            @Override
            public void taskLearned(LearnedTask task) {
                told.add(task.id());
            }
        });

        learner.learn(Blobs.split(3).get(1));

        assertThat(told).containsExactly(1);
    }

    @Test
    void whatALoadedLearnerTellsCannotBeChanged() throws IOException {
        LearnedTask task = ContinualLearner.load(file).learned().get(0);

        assertThatThrownBy(() -> task.classes().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aStrategyThatIsNotThereIsNamed() throws IOException {
        Path unknown = with(
                "continual.json",
                json -> new String(json, StandardCharsets.UTF_8)
                        .replace("strategy.PackNet", "strategy.OfTomorrow")
                        .getBytes(StandardCharsets.UTF_8));
        long root = Nd4j.getRandom().rootState();

        assertThatThrownBy(() -> ContinualLearner.load(unknown))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(continual.json)")
                .hasMessageContaining("strategy.OfTomorrow")
                .hasMessageContaining("missing on the class path");
        assertThat(Nd4j.getRandom().rootState()).isEqualTo(root);
    }
}
