package io.github.dl4jsparse.layers.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** An autoencoder is made of truly sparse layers and a loss layer. */
class SparseAutoencoderTest {

    @Test
    void whatIsDecodedComesCloserToTheInput() {
        // given sixteen inputs that are four numbers, four times each
        INDArray numbers = Nd4j.getRandomFactory().getNewRandomInstance(3).nextGaussian(new long[] {40, 4});
        INDArray inputs = Nd4j.tile(numbers, 1, 4);
        MultiLayerNetwork net = SparseNets.init(new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(0.02))
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(16)
                        .nOut(8)
                        .sparsity(0.5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new SparseDenseLayer.Builder()
                        .nIn(8)
                        .nOut(16)
                        .sparsity(0.5)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new LossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        double before = net.score(new DataSet(inputs, inputs));

        // when
        for (int step = 0; step < 200; step++) {
            net.fit(inputs, inputs);
        }

        // then, where the mean of all inputs would leave an error of 1
        assertThat(before).isGreaterThan(0.8);
        assertThat(net.score(new DataSet(inputs, inputs))).isLessThan(0.2);
        assertThat(net.feedForwardToLayer(0, inputs).get(1).shape()).containsExactly(40, 8);
    }
}
