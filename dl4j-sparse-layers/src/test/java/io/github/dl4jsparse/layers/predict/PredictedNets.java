package io.github.dl4jsparse.layers.predict;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks and data that the tests of this package share. */
final class PredictedNets {

    private PredictedNets() {}

    static NeuralNetConfiguration.Builder base(long seed) {
        return new NeuralNetConfiguration.Builder().seed(seed).biasInit(0.1);
    }

    static MultiLayerNetwork net(long seed, Layer... layers) {
        return net(base(seed), layers);
    }

    static MultiLayerNetwork net(NeuralNetConfiguration.Builder base, Layer... layers) {
        MultiLayerNetwork net = new MultiLayerNetwork(base.list(layers).build());
        net.init();
        return net;
    }

    static SparseDenseLayer sparse(int nIn, int nOut, double sparsity, Activation activation) {
        return new SparseDenseLayer.Builder()
                .nIn(nIn)
                .nOut(nOut)
                .sparsity(sparsity)
                .activation(activation)
                .build();
    }

    static DenseLayer dense(int nIn, int nOut, Activation activation) {
        return new DenseLayer.Builder()
                .nIn(nIn)
                .nOut(nOut)
                .activation(activation)
                .build();
    }

    static OutputLayer softmax(int nIn, int nOut) {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(nIn)
                .nOut(nOut)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** 30 - 40 - 25 - 5 with ReLU. */
    static MultiLayerNetwork small(long seed) {
        return net(seed, sparse(30, 40, 0.8, Activation.RELU), sparse(40, 25, 0.5, Activation.RELU), softmax(25, 5));
    }

    /** Sets all but a share of the weights of an ordinary layer to zero. */
    static void prune(INDArray weight, double keep, long seed) {
        Random random = new Random(seed);
        for (long i = 0; i < weight.length(); i++) {
            if (random.nextDouble() >= keep) {
                weight.putScalar(i, 0);
            }
        }
    }

    static float[] numbers(int count, double zeros, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextDouble() < zeros ? 0 : (float) random.nextGaussian();
        }
        return numbers;
    }

    static float[] output(Model net, float[] in, int examples) {
        INDArray x = Nd4j.createFromArray(in).reshape(examples, in.length / examples);
        INDArray y = net instanceof MultiLayerNetwork multiLayer
                ? multiLayer.output(x)
                : ((ComputationGraph) net).outputSingle(x);
        INDArray flat = y.castTo(DataType.FLOAT).dup('c');
        return flat.data().asFloat();
    }
}
