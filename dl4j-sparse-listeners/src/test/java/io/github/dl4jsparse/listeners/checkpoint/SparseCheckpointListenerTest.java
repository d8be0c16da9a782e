package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class SparseCheckpointListenerTest {

    private static final ResumeCase RUN = new ResumeCase("set", "masked", "adam", false);

    @TempDir
    Path folder;

    private MultiLayerNetwork train(SparseCheckpointListener checkpoints, int epochs) {
        Nd4j.getRandom().setSeed(5);
        MultiLayerNetwork net = (MultiLayerNetwork) RUN.network();
        RUN.attach(net);
        net.addListeners(checkpoints);
        RUN.fit(net, epochs);
        return net;
    }

    private List<String> names() throws IOException {
        return SparseCheckpointListener.checkpoints(folder).stream()
                .map(f -> f.getFileName().toString())
                .toList();
    }

    @Test
    void everyEpochIsSavedAndTheLastTwoAreKept() throws IOException {
        train(
                new SparseCheckpointListener.Builder(folder)
                        .everyEpochs(1)
                        .keepLast(2)
                        .build(),
                4);

        assertThat(names())
                .containsExactly("checkpoint_00003_epoch3_iteration21.zip", "checkpoint_00004_epoch4_iteration28.zip");
    }

    @Test
    void everyNIterationsAreSavedWithTheirCount() throws IOException {
        train(new SparseCheckpointListener.Builder(folder).everyIterations(5).build(), 2);

        assertThat(names())
                .containsExactly("checkpoint_00001_epoch0_iteration5.zip", "checkpoint_00002_epoch1_iteration10.zip");
        assertThat(NetworkView.of(SparseModels.load(folder.resolve(names().get(1))))
                        .iterationCount())
                .isEqualTo(10);
    }

    @Test
    void aRunContinuesExactlyFromTheCheckpointOfAnEpoch() throws IOException {
        MultiLayerNetwork whole = train(
                new SparseCheckpointListener.Builder(folder).everyEpochs(3).build(), 6);

        Model resumed =
                SparseModels.load(SparseCheckpointListener.checkpoints(folder).get(0));
        RUN.attach(resumed);
        RUN.fit(resumed, 3);

        assertThat(resumed.params().data().asFloat())
                .isEqualTo(whole.params().data().asFloat());
        assertThat(TopologyListener.of(resumed).orElseThrow().masks())
                .isEqualTo(TopologyListener.of(whole).orElseThrow().masks());
        assertThat(NetworkView.of(resumed).epochCount()).isEqualTo(6);
    }

    @Test
    void numberingGoesOnInAFolderThatHasCheckpoints() throws IOException {
        train(new SparseCheckpointListener.Builder(folder).everyEpochs(1).build(), 1);
        Files.writeString(folder.resolve("notes.txt"), "not a checkpoint");

        train(new SparseCheckpointListener.Builder(folder).everyEpochs(1).build(), 1);

        assertThat(names())
                .containsExactly("checkpoint_00001_epoch1_iteration7.zip", "checkpoint_00002_epoch1_iteration7.zip");
        assertThat(SparseCheckpointListener.last(folder)).contains(folder.resolve(names().get(1)));
    }

    @Test
    void theNetworkKeepsItsOwnCounts() {
        MultiLayerNetwork net = train(
                new SparseCheckpointListener.Builder(folder)
                        .everyEpochs(1)
                        .everyIterations(1)
                        .build(),
                2);

        assertThat(net.getEpochCount()).isEqualTo(2);
        assertThat(net.getIterationCount()).isEqualTo(14);
    }

    @Test
    void aListenerThatWouldNeverSaveIsRefused() {
        assertThatThrownBy(() ->
                        new SparseCheckpointListener.Builder(folder).keepLast(2).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("everyEpochs");
        assertThatThrownBy(() -> new SparseCheckpointListener.Builder(folder).everyEpochs(0))
                .hasMessageContaining("(0)");
    }
}
