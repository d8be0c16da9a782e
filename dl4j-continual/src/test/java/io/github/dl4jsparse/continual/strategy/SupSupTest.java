package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.continual.Blobs;
import io.github.dl4jsparse.continual.ContinualLearner;
import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.layers.reparam.Supermask;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

class SupSupTest {

    private final List<Task> tasks = Blobs.split(3);

    private static MultiLayerConfiguration normalized() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.02))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(Blobs.WIDTH).nOut(12).build())
                .layer(new BatchNormalization.Builder().nIn(12).nOut(12).build())
                .layer(new OutputLayer.Builder()
                        .nIn(12)
                        .nOut(6)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static ContinualLearner learner() {
        return ContinualLearner.builder()
                .network(normalized())
                .strategy(SupSup.of(Supermask.threshold()))
                .epochs(3)
                .seed(8)
                .build();
    }

    private float[] answers(ContinualLearner learner, int task) {
        return learner.output(Blobs.features(tasks.get(task)), task)
                .dup('c')
                .data()
                .asFloat();
    }

    @Test
    void aTaskDoesNotDependOnThoseBeforeIt(@TempDir Path folder) throws Exception {
        ContinualLearner alone = learner();
        alone.learn(tasks.get(2));
        ContinualLearner last = learner();
        last.learn(tasks.get(0));
        last.save(folder.resolve("learner.zip"));
        last.learn(tasks.get(2));
        ContinualLearner loaded = ContinualLearner.load(folder.resolve("learner.zip"));
        loaded.learn(tasks.get(1));
        loaded.learn(tasks.get(2));

        assertThat(answers(last, 2)).isEqualTo(answers(alone, 2));
        assertThat(answers(loaded, 2)).isEqualTo(answers(alone, 2));
    }
}
