package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.sparse.NetworkLimits;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import java.util.List;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The networks that are measured: ReLU, softmax and cross-entropy, Nesterovs; dense and sparse differ in their layers only. */
final class BenchNetworks {

    static final double RATE = 0.01;
    private static final double MOMENTUM = 0.9;

    private final List<Integer> arch;
    private final long seed;

    BenchNetworks(List<Integer> arch, long seed) {
        this.arch = arch;
        this.seed = seed;
    }

    /** With an output layer: the last number of the architecture is that of the classes. */
    MultiLayerNetwork trainable(IntFunction<FeedForwardLayer.Builder<?>> hidden, FeedForwardLayer.Builder<?> output) {
        NeuralNetConfiguration.ListBuilder list = list(hidden, arch.size() - 2);
        return built(list.layer(output.name("output")
                .nIn(arch.get(arch.size() - 2))
                .nOut(arch.get(arch.size() - 1))
                .build()));
    }

    /** Without an output layer: hidden layers only. */
    MultiLayerNetwork hiddenOnly(IntFunction<FeedForwardLayer.Builder<?>> hidden) {
        return built(list(hidden, arch.size() - 1));
    }

    static FeedForwardLayer.Builder<?> dense() {
        return new DenseLayer.Builder().activation(Activation.RELU);
    }

    static FeedForwardLayer.Builder<?> sparse(double sparsity) {
        return new SparseDenseLayer.Builder().activation(Activation.RELU).sparsity(sparsity);
    }

    static FeedForwardLayer.Builder<?> connected(long connections) {
        return new SparseDenseLayer.Builder().activation(Activation.RELU).connections(connections);
    }

    static FeedForwardLayer.Builder<?> output() {
        return new OutputLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX);
    }

    static FeedForwardLayer.Builder<?> sparseOutput(double sparsity) {
        return new SparseOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .sparsity(sparsity);
    }

    /** Uniform random features in [0, 1), and random classes. */
    DataSet examples(int batch) {
        INDArray labels = Nd4j.zeros(batch, arch.get(arch.size() - 1));
        INDArray draws = uniform(seed + 1, batch, 1);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, (long) (draws.getDouble(i) * labels.columns()), 1);
        }
        return new DataSet(features(batch), labels);
    }

    /** Uniform random features in [0, 1). */
    INDArray features(int batch) {
        return uniform(seed, batch, arch.get(0));
    }

    private static INDArray uniform(long seed, long rows, long columns) {
        return Nd4j.getRandomFactory()
                .getNewRandomInstance(seed)
                .nextDouble(new long[] {rows, columns})
                .castTo(Nd4j.defaultFloatingPointType());
    }

    /** What all layers of all networks have in common. */
    static NeuralNetConfiguration.Builder base(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Nesterovs(RATE, MOMENTUM))
                .weightInit(WeightInit.RELU);
    }

    private NeuralNetConfiguration.ListBuilder list(IntFunction<FeedForwardLayer.Builder<?>> hidden, int count) {
        NeuralNetConfiguration.ListBuilder list = base(seed).list();
        for (int i = 0; i < count; i++) {
            list.layer(hidden.apply(i)
                    .name("hidden" + (i + 1))
                    .nIn(arch.get(i))
                    .nOut(arch.get(i + 1))
                    .build());
        }
        return list;
    }

    static MultiLayerNetwork built(NeuralNetConfiguration.ListBuilder list) {
        MultiLayerConfiguration conf = list.build();
        NetworkLimits.check(conf);
        MultiLayerNetwork network = new MultiLayerNetwork(conf);
        network.init();
        return network;
    }
}
