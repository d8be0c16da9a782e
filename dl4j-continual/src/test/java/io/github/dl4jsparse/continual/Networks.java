package io.github.dl4jsparse.continual;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks for blobs. */
public final class Networks {

    private Networks() {}

    private static NeuralNetConfiguration.Builder settings(IUpdater updater) {
        return new NeuralNetConfiguration.Builder().updater(updater).l2(1e-3).activation(Activation.RELU);
    }

    private static OutputLayer output(int outputs) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(12)
                .nOut(outputs)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static DenseLayer dense(int nIn, int nOut) {
        return new DenseLayer.Builder().nIn(nIn).nOut(nOut).build();
    }

    /** A single layer with two inputs, two outputs and six parameters, in double precision. */
    public static MultiLayerConfiguration softmax(IUpdater updater, boolean miniBatch) {
        return new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .miniBatch(miniBatch)
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(2)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    public static MultiLayerConfiguration plain(int outputs) {
        return settings(new Adam(0.01))
                .list()
                .layer(dense(Blobs.WIDTH, 16))
                .layer(dense(16, 12))
                .layer(output(outputs))
                .build();
    }

    public static ComputationGraphConfiguration graph(int outputs) {
        return settings(new Adam(0.01))
                .graphBuilder()
                .addInputs("in")
                .addLayer("layer0", dense(Blobs.WIDTH, 16), "in")
                .addLayer("layer1", dense(16, 12), "layer0")
                .addLayer("layer2", output(outputs), "layer1")
                .setOutputs("layer2")
                .build();
    }

    /** Batch normalisation and dropout between the layers. */
    public static MultiLayerConfiguration normalized(int outputs) {
        return normalized(outputs, new Adam(0.01));
    }

    public static MultiLayerConfiguration normalized(int outputs, IUpdater updater) {
        return settings(updater)
                .list()
                .layer(dense(Blobs.WIDTH, 16))
                .layer(new BatchNormalization.Builder().nIn(16).nOut(16).build())
                .layer(new DenseLayer.Builder().nIn(16).nOut(12).dropOut(0.8).build())
                .layer(output(outputs))
                .build();
    }

    /** Dropout without batch normalisation. */
    public static MultiLayerConfiguration noisy(int outputs) {
        return settings(new Adam(0.01))
                .list()
                .layer(dense(Blobs.WIDTH, 16))
                .layer(new DenseLayer.Builder().nIn(16).nOut(12).dropOut(0.8).build())
                .layer(output(outputs))
                .build();
    }
}
