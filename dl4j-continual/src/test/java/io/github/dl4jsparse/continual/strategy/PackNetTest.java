package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.continual.Task;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class PackNetTest {

    private final List<Task> tasks = Blobs.split(3);

    private static long zeros(ContinualLearner learner, int layer) {
        INDArray weights =
                ((MultiLayerNetwork) learner.network()).getLayer(layer).getParam("W");
        return weights.length()
                - weights.neq(0).castTo(weights.dataType()).sumNumber().longValue();
    }

    @Test
    void eachTaskFreesItsShareOfWhatWasFree() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(
                        PackNet.builder().pruneRatio(0.5, 0.75).retrainEpochs(1).build())
                .build();

        learner.learn(tasks.get(0));
        assertThat(zeros(learner, 0)).isEqualTo(64); // of 128
        assertThat(zeros(learner, 1)).isEqualTo(96); // of 192
        learner.learn(tasks.get(1));
        assertThat(zeros(learner, 0)).isEqualTo(48);
        assertThat(zeros(learner, 1)).isEqualTo(72);
        learner.learn(tasks.get(2));
        assertThat(zeros(learner, 0)).isEqualTo(36);
        assertThat(zeros(learner, 1)).isEqualTo(54);
    }

    @Test
    void ownersTakeTwoBitsForThreeTasks() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(PackNet.builder().retrainEpochs(0).build())
                .build();
        tasks.forEach(learner::learn);

        assertThat(learner.memory(0).masks()).isEqualTo((320 * 2 + 23) / 24); // a third of 80 bytes
        assertThat(learner.memory(0).heads()).isEqualTo(4 * (72 + 6));
        assertThat(learner.memory(0).parameters()).isEqualTo(4 * (16 + 12));
    }

    @Test
    void sharesOutsideOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> PackNet.builder().pruneRatio(50))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("percentages");
        assertThatThrownBy(() -> PackNet.builder().pruneRatio(0.5, 1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> PackNet.builder().retrainEpochs(-1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> PackNet.builder().retrainLearningRate(0))
                .isInstanceOf(DL4JInvalidConfigException.class);
    }
}
