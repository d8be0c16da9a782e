package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.strategy.DeepGenerativeReplay;
import io.github.dl4jsparse.continual.strategy.LearningWithoutForgetting;
import io.github.dl4jsparse.continual.strategy.Naive;
import io.github.dl4jsparse.continual.strategy.Rehearsal;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class LearningWithoutForgettingTest {

    private static ContinualLearnerBuilder builder(ContinualStrategy strategy, Scenario scenario) {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(strategy)
                .scenario(scenario)
                .epochs(20)
                .seed(4);
    }

    private static float[] parameters(ContinualLearner learner) {
        return learner.network().params().dup().data().asFloat();
    }

    /** Before its first step the network answers as its teacher, so that distillation does not move it, whatever its weight. */
    @Test
    void theFirstStepOfATaskIsThatOfTheLabelsAlone() {
        List<float[]> after = List.of(0.0, 1000.0).stream()
                .map(weight -> {
                    ContinualLearner learner = builder(
                                    LearningWithoutForgetting.of(2, weight), Scenario.TASK_INCREMENTAL)
                            .epochs(1)
                            .batchSize(2 * Blobs.PER_CLASS)
                            .build();
                    learner.learn(Blobs.split(3).get(0));
                    learner.learn(Blobs.split(3).get(1));
                    return parameters(learner);
                })
                .toList();

        assertThat(after.get(1)).isEqualTo(after.get(0));
    }

    @Test
    void laterStepsKeepOldAnswersCloser() {
        double[] drift = new double[2];
        for (int i = 0; i < 2; i++) {
            ContinualLearner learner = builder(LearningWithoutForgetting.of(2, 10.0 * i), Scenario.TASK_INCREMENTAL)
                    .build();
            List<Task> tasks = Blobs.split(3);
            learner.learn(tasks.get(0));
            var before = learner.output(Blobs.features(tasks.get(1)), 0).dup();
            learner.learn(tasks.get(1));
            drift[i] = learner.output(Blobs.features(tasks.get(1)), 0)
                    .sub(before)
                    .norm1Number()
                    .doubleValue();
        }

        assertThat(drift[1]).isLessThan(drift[0] / 2);
    }

    @Test
    void otherOutputsThanTheTasksAreOfNoConcernToItsLabels() {
        ContinualLearner learner = builder(LearningWithoutForgetting.standard(), Scenario.TASK_INCREMENTAL)
                .build();
        float[] before = parameters(learner);

        learner.learn(Blobs.split(3).get(0));

        int biases = before.length - 6;
        float[] after = parameters(learner);
        for (int c = 2; c < 6; c++) {
            assertThat(after[biases + c]).as("bias %d", c).isEqualTo(before[biases + c]);
        }
        assertThat(after[biases]).isNotEqualTo(before[biases]);
    }

    @Test
    void aPretrainedNetworkKeepsItsParameters() {
        MultiLayerNetwork net = new MultiLayerNetwork(Networks.plain(6));
        net.init();
        net.params().muli(3);

        ContinualLearner learner = builder(LearningWithoutForgetting.standard(), Scenario.TASK_INCREMENTAL)
                .network(net)
                .build();

        assertThat(parameters(learner)).isEqualTo(net.params().dup().data().asFloat());
    }

    /** One step of plain SGD would move all layers. */
    @Test
    void inTheWarmUpOnlyTheOutputLayerLearns() {
        float[][] during = new float[2][];
        ContinualLearner[] self = new ContinualLearner[1];
        self[0] = builder(LearningWithoutForgetting.standard().warmUp(3), Scenario.TASK_INCREMENTAL)
                .listener(new ContinualListener() {
                    @Override
                    public void phaseStarts(Task task, Phase phase) {
                        during[phase.name().equals("warm up") ? 0 : 1] = parameters(self[0]);
                    }
                })
                .build();

        self[0].learn(Blobs.split(3).get(0));

        int trunk = Blobs.WIDTH * 16 + 16 + 16 * 12 + 12;
        assertThat(Arrays.copyOf(during[1], trunk)).isEqualTo(Arrays.copyOf(during[0], trunk));
        assertThat(during[1]).isNotEqualTo(during[0]);
        assertThat(Arrays.copyOf(parameters(self[0]), trunk)).isNotEqualTo(Arrays.copyOf(during[0], trunk));
    }

    @Test
    void rehearsalBesideItIsRefused() {
        assertThatThrownBy(() -> builder(new Naive(), Scenario.CLASS_INCREMENTAL)
                        .strategy(LearningWithoutForgetting.standard(), Rehearsal.reservoir(10))
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("lwf");
    }

    @Test
    void generativeReplayBesideItIsRefusedInEitherOrder() {
        ContinualStrategy lwf = LearningWithoutForgetting.standard();
        ContinualStrategy replay = DeepGenerativeReplay.ofNumbers(12, 4, 3);

        for (List<ContinualStrategy> both : List.of(List.of(lwf, replay), List.of(replay, lwf))) {
            assertThatThrownBy(() -> ContinualLearner.builder()
                            .network(Networks.plain(6))
                            .strategy(both.get(0), both.get(1))
                            .build())
                    .isInstanceOf(DL4JInvalidConfigException.class)
                    .hasMessageContaining("(lwf) and (dgr)")
                    .hasMessageContaining("Use one of them");
        }
    }

    @Test
    void weightsOfClassesAreNotDroppedInSilence() {
        MultiLayerConfiguration weighted = Networks.plain(6);
        ((OutputLayer) weighted.getConf(2).getLayer()).setLossFn(new LossMCXENT(Nd4j.ones(6)));

        assertThatThrownBy(() -> ContinualLearner.builder()
                        .network(weighted)
                        .strategy(LearningWithoutForgetting.standard())
                        .build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(layer2)")
                .hasMessageContaining("without weights of classes");
    }
}
