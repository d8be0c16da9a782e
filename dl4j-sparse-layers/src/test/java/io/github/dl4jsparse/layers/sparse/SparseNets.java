package io.github.dl4jsparse.layers.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.weight.CompressedLayer;
import java.util.Arrays;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks, twins and data that the tests of this package share. */
final class SparseNets {

    private SparseNets() {}

    static NeuralNetConfiguration.Builder base(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(type)
                .updater(new Sgd(0.1))
                .activation(Activation.TANH);
    }

    static SparseDenseLayer.Builder sparse(int nIn, int nOut, double sparsity) {
        return new SparseDenseLayer.Builder().nIn(nIn).nOut(nOut).sparsity(sparsity);
    }

    static OutputLayer output(int nIn, int nOut) {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(nIn)
                .nOut(nOut)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** 6 - 8 - 7 - 3, both hidden layers sparse. */
    static MultiLayerConfiguration small(NeuralNetConfiguration.Builder base) {
        return base.list()
                .layer(sparse(6, 8, 0.5).build())
                .layer(sparse(8, 7, 0.7).build())
                .layer(output(7, 3))
                .build();
    }

    /** 6 - 8 - 3, all sparse; the output layer as said. */
    static MultiLayerConfiguration smallWith(NeuralNetConfiguration.Builder base, SparseOutputLayer.Builder output) {
        return base.list()
                .layer(sparse(6, 8, 0.5).build())
                .layer(output.nIn(8).nOut(3).build())
                .build();
    }

    static SparseOutput outputOf(MultiLayerNetwork net) {
        return (SparseOutput) net.getOutputLayer();
    }

    static MultiLayerNetwork init(MultiLayerConfiguration conf) {
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();
        return net;
    }

    static DataSet data(DataType type, int examples, int nIn, int classes, long seed) {
        Random random = new Random(seed);
        INDArray x = Nd4j.create(type, examples, nIn);
        INDArray y = Nd4j.zeros(type, examples, classes);
        for (int e = 0; e < examples; e++) {
            for (int i = 0; i < nIn; i++) {
                x.putScalar(e, i, random.nextGaussian());
            }
            y.putScalar(e, random.nextInt(classes), 1);
        }
        return new DataSet(x, y);
    }

    /** A network of dense layers that computes the same: zeros where there is no connection. */
    static MultiLayerNetwork denseTwin(MultiLayerNetwork net, NeuralNetConfiguration.Builder base) {
        NeuralNetConfiguration.ListBuilder list = base.list();
        for (org.deeplearning4j.nn.api.Layer layer : net.getLayers()) {
            Layer conf = layer.conf().getLayer().clone();
            if (conf instanceof SparseDenseLayer sparse) {
                conf = new DenseLayer.Builder()
                        .nIn(sparse.getNIn())
                        .nOut(sparse.getNOut())
                        .hasBias(sparse.hasBias())
                        .activation(sparse.getActivationFn())
                        .build();
            } else if (conf instanceof SparseOutputLayer sparse) {
                conf = new OutputLayer.Builder(sparse.getLossFn())
                        .nIn(sparse.getNIn())
                        .nOut(sparse.getNOut())
                        .hasBias(sparse.hasBias())
                        .activation(sparse.getActivationFn())
                        .build();
            }
            list.layer(conf);
        }
        MultiLayerNetwork twin = init(list.build());
        for (int l = 0; l < net.getnLayers(); l++) {
            org.deeplearning4j.nn.api.Layer from = net.getLayer(l);
            INDArray w = from instanceof CompressedLayer sparse
                    ? dense(
                            sparse.matrices().get(0).pattern(),
                            sparse.matrices().get(0).values())
                    : from.getParam("W");
            twin.getLayer(l).getParam("W").assign(w);
            if (from.getParam("b") != null) {
                twin.getLayer(l).getParam("b").assign(from.getParam("b"));
            }
        }
        return twin;
    }

    static INDArray dense(CompressedPattern pattern, INDArray values) {
        INDArray dense = Nd4j.zeros(values.dataType(), pattern.nIn(), pattern.nOut());
        for (int unit = 0; unit < pattern.nOut(); unit++) {
            for (int k = pattern.start(unit); k < pattern.start(unit + 1); k++) {
                dense.putScalar(pattern.input(k), unit, values.getDouble(k));
            }
        }
        return dense;
    }

    static INDArray sampled(CompressedPattern pattern, INDArray dense) {
        INDArray values = Nd4j.zeros(dense.dataType(), 1, pattern.connections());
        for (int unit = 0; unit < pattern.nOut(); unit++) {
            for (int k = pattern.start(unit); k < pattern.start(unit + 1); k++) {
                values.putScalar(0, k, dense.getDouble(pattern.input(k), unit));
            }
        }
        return values;
    }

    static void computeGradient(MultiLayerNetwork net, DataSet data) {
        net.setInput(data.getFeatures());
        net.setLabels(data.getLabels());
        net.computeGradientAndScore();
    }

    static SparseDense layer(MultiLayerNetwork net, int index) {
        return (SparseDense) net.getLayer(index);
    }

    /** Compares number by number, NaN included, relative to the largest expected number if that is above 1. */
    static void assertClose(INDArray actual, INDArray expected, double tolerance) {
        double[] numbers = bits(expected);
        double largest = Math.max(1, Arrays.stream(numbers).map(Math::abs).max().orElse(0));
        assertThat(bits(actual)).containsExactly(numbers, within(tolerance * largest));
    }

    /** The parameters as bits, since ND4J's own comparison is tolerant. */
    static double[] bits(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }
}
