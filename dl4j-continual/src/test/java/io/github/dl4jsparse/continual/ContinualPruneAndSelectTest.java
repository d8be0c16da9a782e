package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.inference.TaskInferences;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.continual.strategy.ContinualPruneAndSelect;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

class ContinualPruneAndSelectTest {

    private static final String FIRST = "layer0_W";

    private static ContinualLearnerBuilder builder() {
        return ContinualLearner.builder()
                .network(Networks.normalized(6))
                .strategy(ContinualPruneAndSelect.builder()
                        .keep(0.8, 0.8)
                        .iterations(2)
                        .retrainEpochs(3)
                        .build())
                .epochs(10)
                .seed(3);
    }

    private static Mask installed(ContinualLearner learner, int task, String name) {
        learner.answers().logits(task, Blobs.features(Blobs.split(3).get(0)));
        return Mask.nonZero(TaskParameters.arrays(learner.learning().plain()).get(name));
    }

    @Test
    void eachPruningLeavesFewerEdges() {
        List<Long> counts = new ArrayList<>();
        List<ContinualLearner> self = new ArrayList<>();
        ContinualLearner learner = builder()
                .listener(new ContinualListener() {
                    @Override
                    public void phaseStarts(Task task, Phase phase) {
                        counts.add(Mask.nonZero(TaskParameters.arrays(
                                                NetworkView.of(self.get(0).network()))
                                        .get(FIRST))
                                .count());
                    }
                })
                .build();
        self.add(learner);

        learner.learn(Blobs.split(3).get(0));

        assertThat(counts).hasSize(3);
        assertThat(counts.get(0)).isEqualTo(8 * 16);
        assertThat(counts.get(1)).isLessThan(counts.get(0));
        assertThat(counts.get(2)).isLessThan(counts.get(1)).isPositive();
        assertThat(installed(learner, 0, FIRST).count()).isEqualTo(counts.get(2));
    }

    @Test
    void laterTasksUseFrozenEdgesToo() {
        ContinualLearner learner = builder().build();

        learner.learn(Blobs.split(3).get(0));
        learner.learn(Blobs.split(3).get(1));

        Mask first = installed(learner, 0, FIRST);
        Mask second = installed(learner, 1, FIRST);
        assertThat(first.and(second).count()).isPositive();
        assertThat(second.andNot(first).count()).isPositive();
    }

    @Test
    void theNearestMeansSelectTheTask() {
        var result = builder()
                .taskInference(TaskInferences.nearestMean(16))
                .scenario(Scenario.CLASS_INCREMENTAL)
                .build()
                .study(TaskStream.of("blobs", Blobs.split(3)));

        assertThat(result.inference().orElseThrow().accuracy()).isGreaterThan(0.9);
        assertThat(result.withoutTask().orElseThrow().averageAccuracy()).isGreaterThan(0.85);
    }

    @Test
    void nearestMeansSurviveSaving(@TempDir Path folder) throws Exception {
        ContinualLearner learner =
                builder().taskInference(TaskInferences.nearestMean(4)).build();
        List<Task> tasks = Blobs.split(3);
        tasks.forEach(learner::learn);

        learner.save(folder.resolve("learner.zip"));
        ContinualLearner loaded = ContinualLearner.load(folder.resolve("learner.zip"));

        for (Task task : tasks) {
            assertThat(loaded.inferTasks(Blobs.features(task))).isEqualTo(learner.inferTasks(Blobs.features(task)));
        }
    }

    private static ContinualLearnerBuilder convolutional(FeedForwardLayer layer) {
        return ContinualLearner.builder()
                .strategy(ContinualPruneAndSelect.builder().retrainEpochs(2).build())
                .epochs(3)
                .network(new NeuralNetConfiguration.Builder()
                        .updater(new Adam(0.01))
                        .list()
                        .layer(layer)
                        .layer(new OutputLayer.Builder()
                                .nOut(6)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .setInputType(InputType.convolutionalFlat(2, 4, 1))
                        .build());
    }

    @Test
    void convolutionsForgetNothing() {
        var result = convolutional(new ConvolutionLayer.Builder(2, 2)
                        .nOut(6)
                        .activation(Activation.RELU)
                        .build())
                .build()
                .study(TaskStream.of("blobs", Blobs.split(3)));

        assertThat(result.withTask().backwardTransfer()).isZero();
    }

    @Test
    void layersOfOtherKindsAreRefused() {
        assertThatThrownBy(() -> convolutional(new DepthwiseConvolution2D.Builder(2, 2)
                                .depthMultiplier(2)
                                .build())
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("DepthwiseConvolution2D");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> ContinualPruneAndSelect.builder().keep(90, 0.9))
                .hasMessageContaining("(90.0)");
        assertThatThrownBy(() -> ContinualPruneAndSelect.builder().iterations(0))
                .hasMessageContaining("(0)");
        assertThatThrownBy(() -> ContinualPruneAndSelect.builder().examples(0)).hasMessageContaining("(0)");
    }
}
