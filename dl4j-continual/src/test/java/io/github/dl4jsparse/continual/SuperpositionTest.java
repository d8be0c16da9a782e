package io.github.dl4jsparse.continual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.inference.Superposition;
import io.github.dl4jsparse.continual.strategy.SupSup;
import io.github.dl4jsparse.layers.reparam.Supermask;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

class SuperpositionTest {

    private static ContinualLearner learner() {
        ContinualLearner learner = ContinualLearner.builder()
                .network(new NeuralNetConfiguration.Builder()
                        .dataType(DataType.DOUBLE)
                        .updater(new Adam(0.01))
                        .activation(Activation.TANH)
                        .list()
                        .layer(new DenseLayer.Builder()
                                .nIn(Blobs.WIDTH)
                                .nOut(10)
                                .build())
                        .layer(new OutputLayer.Builder()
                                .nIn(10)
                                .nOut(6)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .build())
                .strategy(SupSup.of(Supermask.threshold()))
                .epochs(3)
                .seed(1)
                .build();
        Blobs.split(3).forEach(learner::learn);
        return learner;
    }

    private static INDArray features() {
        return Blobs.features(Blobs.split(3).get(1)).castTo(DataType.DOUBLE);
    }

    private static double entropy(double[] p) {
        return -Arrays.stream(p).map(q -> q * Math.log(q)).sum();
    }

    private static double meanEntropy(NetworkView plain) {
        return Arrays.stream(plain.output(features()).toDoubleMatrix())
                .mapToDouble(SuperpositionTest::entropy)
                .average()
                .orElseThrow();
    }

    /** The labels {@code p (1 + log p + H)} make the entropy's gradient of that of cross-entropy. */
    private static double[] gradients(Superposition superposition, NetworkView plain, double... alphas) {
        superposition.install(alphas, plain);
        INDArray labels = plain.output(features());
        double[][] p = labels.toDoubleMatrix();
        for (int row = 0; row < p.length; row++) {
            double entropy = entropy(p[row]);
            for (int c = 0; c < p[row].length; c++) {
                labels.putScalar(row, c, p[row][c] * (1 + Math.log(p[row][c]) + entropy));
            }
        }
        plain.gradient(features(), labels);
        double[] sums = superposition.gradients(plain);
        return Arrays.stream(sums).map(sum -> sum / p.length).toArray();
    }

    @Test
    void theDerivativeByEachTasksWeightIsThatOfTheEntropy() {
        ContinualLearner learner = learner();
        Superposition superposition = learner.answers().superposition().orElseThrow();
        NetworkView plain = learner.learning().plain();
        double third = 1.0 / 3;

        double[] gradients = gradients(superposition, plain, third, third, third);

        for (int i = 0; i < 3; i++) {
            double[] changed = {third, third, third};
            changed[i] += 1e-4;
            superposition.install(changed, plain);
            double more = meanEntropy(plain);
            changed[i] -= 2e-4;
            superposition.install(changed, plain);
            double difference = (more - meanEntropy(plain)) / 2e-4;
            assertThat(gradients[i]).as("task %d", i).isCloseTo(difference, within(1e-4));
            assertThat(Math.abs(difference)).isGreaterThan(1e-3);
        }
    }

    @Test
    void aSingleTaskIsItsMaskBitForBit() {
        ContinualLearner learner = learner();
        NetworkView plain = learner.learning().plain();
        learner.sessions().get(0).install(1, plain);
        double[] alone = plain.params().dup().data().asDouble();

        learner.answers().superposition().orElseThrow().install(new double[] {0, 1, 0}, plain);

        assertThat(plain.params().dup().data().asDouble()).isEqualTo(alone);
    }
}
