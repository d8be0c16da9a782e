package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.ContinualLearnerBuilder;
import io.github.dl4jsparse.continual.Networks;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.Task;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class SelfAttentionMetaTest {

    private static ContinualLearnerBuilder builder(Scenario scenario) {
        return ContinualLearner.builder()
                .network(Networks.plain(6))
                .strategy(SelfAttentionMeta.trainedByFirstTask())
                .scenario(scenario);
    }

    @Test
    void tasksWithTheSameClassesAreRefusedFromTheStart() {
        assertThatThrownBy(() -> builder(Scenario.DOMAIN_INCREMENTAL).build())
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(sam) cannot work in the scenario (DOMAIN_INCREMENTAL)")
                .hasMessageContaining("Use CLASS_INCREMENTAL or TASK_INCREMENTAL");
    }

    @Test
    void aClassThatHasABranchIsRefused() {
        ContinualLearner learner = builder(Scenario.CLASS_INCREMENTAL).build();
        Task first = Blobs.split(3).get(0);
        learner.learn(first);

        assertThatThrownBy(() -> learner.learn(Task.of(1, List.of(0, 1), first.train(), first.test())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[0, 1] of task (1)");
    }

    @Test
    void anOutputLayerWithoutBiasesIsRefused() {
        ContinualLearnerBuilder builder = builder(Scenario.CLASS_INCREMENTAL)
                .network(new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(new DenseLayer.Builder().nIn(8).nOut(12).build())
                        .layer(new OutputLayer.Builder()
                                .nIn(12)
                                .nOut(6)
                                .hasBias(false)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .build());

        assertThatThrownBy(builder::build)
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(layer1) has no biases")
                .hasMessageContaining("hasBias(true)");
    }
}
