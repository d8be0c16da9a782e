package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The digits must tell networks apart: too hard for a linear model, within reach of a small dense network. */
class GlyphDifficultyTest {

    private static final double LINEAR_AT_MOST = 0.92;
    private static final double DENSE_AT_LEAST = 0.97;

    private static TrainTestData digits;

    @BeforeAll
    static void generate() {
        digits = DataSources.glyphDigits();
    }

    @Test
    void aLinearModelStaysBelowNinetyTwoPercent() {
        assertThat(linear(1, 0.003, 0, 4)).isBetween(0.80, LINEAR_AT_MOST);
    }

    @Test
    void aDenseNetworkGetsAboveNinetySevenPercent() {
        assertThat(dense(1, 4)).isGreaterThan(DENSE_AT_LEAST);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"1, 0.001, 0", "2, 0.003, 0", "3, 0.003, 0.0001", "4, 0.01, 0.0001", "5, 0.0003, 0"})
    void noTuningBringsALinearModelToNinetyTwoPercent(long seed, double rate, double l2) {
        assertThat(linear(seed, rate, l2, 40)).isBetween(0.80, LINEAR_AT_MOST);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everySeedBringsADenseNetworkAboveNinetySevenPercentInTenEpochs(long seed) {
        assertThat(dense(seed, 10)).isGreaterThan(DENSE_AT_LEAST);
    }

    private static double linear(long seed, double rate, double l2, int epochs) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(rate))
                .l2(l2)
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(784)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        return accuracy(net, seed, rate, epochs, epochs * 2 / 3);
    }

    private static double dense(long seed, int epochs) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Nesterovs(0.05, 0.9))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(784).nOut(300).build())
                .layer(new DenseLayer.Builder().nOut(100).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        return accuracy(net, seed, 0.05, epochs, epochs / 2 + 1);
    }

    /** Test accuracy after so many epochs; the rate is divided by ten at one of them. */
    private static double accuracy(MultiLayerNetwork net, long seed, double rate, int epochs, int dropAt) {
        net.init();
        ShuffledIterator train = new ShuffledIterator(digits.train(), 128, seed);
        net.fit(train, dropAt);
        net.setLearningRate(rate / 10);
        net.fit(train, epochs - dropAt);
        return net.evaluate(new SequentialIterator(digits.test(), 500)).accuracy();
    }
}
