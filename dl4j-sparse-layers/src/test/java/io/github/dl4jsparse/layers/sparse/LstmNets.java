package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import java.util.Random;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Recurrent networks, twins and data that tests of this package share. */
final class LstmNets {

    private LstmNets() {}

    static NeuralNetConfiguration.Builder base(DataType type) {
        return new NeuralNetConfiguration.Builder().seed(42).dataType(type).updater(new Sgd(0.1));
    }

    static SparseLstm.Builder sparse(int nIn, int n, double sparsity) {
        return new SparseLstm.Builder().nIn(nIn).nOut(n).sparsity(sparsity);
    }

    static RnnOutputLayer output(int nIn, int classes) {
        return output(nIn, classes, RNNFormat.NCW);
    }

    static RnnOutputLayer output(int nIn, int classes, RNNFormat format) {
        return new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(nIn)
                .nOut(classes)
                .dataFormat(format)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** A recurrent layer and a softmax of 3 classes at each step. */
    static MultiLayerNetwork net(NeuralNetConfiguration.Builder base, Layer layer, int n) {
        return SparseNets.init(base.list().layer(layer).layer(output(n, 3)).build());
    }

    /** The same with truncated back-propagation. */
    static MultiLayerNetwork truncated(
            NeuralNetConfiguration.Builder base, Layer layer, int n, int forward, int backward) {
        return SparseNets.init(base.list()
                .layer(layer)
                .layer(output(n, 3))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(forward)
                .tBPTTBackwardLength(backward)
                .build());
    }

    /** DL4J's layer of the same settings. */
    static LSTM twin(SparseLstm sparse) {
        return new LSTM.Builder()
                .nIn(sparse.getNIn())
                .nOut(sparse.getNOut())
                .activation(sparse.getActivationFn())
                .gateActivationFunction(sparse.gateActivation())
                .forgetGateBiasInit(sparse.forgetGateBiasInit())
                .dataFormat(sparse.getRnnDataFormat())
                .dropOut(sparse.getIDropout())
                .build();
    }

    static SparseLstmCells cells(MultiLayerNetwork net) {
        return (SparseLstmCells) net.getLayer(0);
    }

    /** Gives a twin the weights of a network, with zeros where there is no connection. */
    static void copyWeights(MultiLayerNetwork from, MultiLayerNetwork to) {
        org.deeplearning4j.nn.api.Layer twin = to.getLayer(0);
        twin.getParam("W").assign(dense(cells(from).inputWeights()));
        twin.getParam("RW").assign(dense(cells(from).recurrentWeights()));
        twin.getParam("b")
                .assign(from.getLayer(0)
                        .getParam("b")
                        .reshape(twin.getParam("b").shape()));
        for (int l = 1; l < from.getnLayers(); l++) {
            to.getLayer(l).setParams(from.getLayer(l).params());
        }
    }

    static INDArray dense(CompressedMatrix matrix) {
        return SparseNets.dense(matrix.pattern(), matrix.values());
    }

    static INDArray sequences(DataType type, int batch, int features, int steps, long seed) {
        Random random = new Random(seed);
        INDArray x = Nd4j.create(type, batch, features, steps);
        for (int e = 0; e < batch; e++) {
            for (int f = 0; f < features; f++) {
                for (int t = 0; t < steps; t++) {
                    x.putScalar(e, f, t, random.nextGaussian());
                }
            }
        }
        return x;
    }

    static DataSet data(DataType type, int batch, int features, int steps, long seed) {
        Random random = new Random(seed + 1000);
        INDArray y = Nd4j.zeros(type, batch, 3, steps);
        for (int e = 0; e < batch; e++) {
            for (int t = 0; t < steps; t++) {
                y.putScalar(e, random.nextInt(3), t, 1);
            }
        }
        return new DataSet(sequences(type, batch, features, steps, seed), y);
    }
}
