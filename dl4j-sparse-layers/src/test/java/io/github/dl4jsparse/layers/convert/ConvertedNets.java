package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks, masks and data that the tests of this package share. */
final class ConvertedNets {

    /** Converts whatever can be. */
    static final SparsifyOptions ALL =
            SparsifyOptions.builder().minSparsity(0).minPlaces(0).build();

    private ConvertedNets() {}

    static NeuralNetConfiguration.Builder base(DataType type, IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(type)
                .updater(updater)
                .activation(Activation.TANH);
    }

    static DenseLayer dense(int nIn, int nOut) {
        return new DenseLayer.Builder().nIn(nIn).nOut(nOut).build();
    }

    static OutputLayer output(int nIn, int nOut) {
        return new OutputLayer.Builder(LossFunction.MCXENT).nIn(nIn).nOut(nOut).build();
    }

    static MultiLayerNetwork init(MultiLayerConfiguration conf) {
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();
        return net;
    }

    /** 7 - 9 - 8 - 3, called layer0 to layer2. */
    static MultiLayerNetwork small(NeuralNetConfiguration.Builder base) {
        return init(base.list()
                .layer(dense(7, 9))
                .layer(dense(9, 8))
                .layer(output(8, 3))
                .build());
    }

    /** Random masks over all weights of a network. */
    static MaskSet masks(Model net, double density) {
        Map<String, Mask> masks = new LinkedHashMap<>();
        NetworkWeights.of(NetworkView.of(net)).maskable().forEach(shape -> {
            long[] dims = shape.dims().stream().mapToLong(Long::longValue).toArray();
            long count = Math.max(1, Math.round(density * shape.size()));
            masks.put(shape.name(), Mask.random(dims, count, RandomStream.of(7, shape.name())));
        });
        return new MaskSet(masks);
    }

    /** Puts masks on and keeps them on while the network trains. */
    static void mask(MultiLayerNetwork net, MaskSet masks) {
        List<SparseWeight> weights = NetworkWeights.of(NetworkView.of(net)).open(masks);
        net.addListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                weights.forEach(SparseWeight::afterGradient);
            }

            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                weights.forEach(SparseWeight::afterStep);
            }
        });
    }

    static DataSet data(DataType type, int examples, int nIn, int classes, int seed) {
        INDArray x = Nd4j.getRandomFactory()
                .getNewRandomInstance(seed)
                .nextGaussian(new long[] {examples, nIn})
                .castTo(type);
        INDArray y = Nd4j.zeros(type, examples, classes);
        for (int e = 0; e < examples; e++) {
            y.putScalar(e, (e * 5 + seed) % classes, 1);
        }
        return new DataSet(x, y);
    }

    static void train(MultiLayerNetwork net, DataType type, int steps, int seed) {
        int nIn = net.layerInputSize(0);
        int classes = net.layerSize(net.getnLayers() - 1);
        for (int step = 0; step < steps; step++) {
            net.fit(data(type, 6, nIn, classes, seed + step));
        }
    }

    /** The numbers as they are, since ND4J's own comparison is tolerant. */
    static double[] bits(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    static double[] state(MultiLayerNetwork net) {
        return bits(net.getUpdater().getStateViewArray());
    }
}
