package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.sparse.SparseConvolutionLayer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Times a training step of one convolution, forward and backward with the gradients of weights, biases and input, on one
 * minibatch of random numbers. DL4J's own layer and one sparse layer for each sparsity take their steps in turn, all with
 * ReLU, biases and mode Same.
 *
 * <p>Not measured: updater, other layers, changes of the topology, and whether a network learns.
 */
public final class ConvolutionBench {

    /** What the sparse side consists of. */
    public static final String SPARSE_NETWORKS = "one SparseConvolutionLayer";

    private ConvolutionBench() {}

    /**
     * Builds the layers and times them.
     *
     * @param settings what to measure
     * @return one comparison for each sparsity, in their order
     */
    public static List<Comparison> run(ConvolutionSettings settings) {
        long size = settings.size();
        INDArray input = uniform(settings.seed(), settings.batch(), settings.channels(), size, size);
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new Contender(
                "dense",
                settings.threads().dense(),
                step(
                        settings,
                        new ConvolutionLayer.Builder(settings.kernel(), settings.kernel())
                                .stride(settings.stride(), settings.stride())
                                .convolutionMode(ConvolutionMode.Same)
                                .nOut(settings.filters())
                                .build(),
                        input)));
        for (double sparsity : settings.sparsities()) {
            contenders.add(new Contender(
                    "sparse " + sparsity,
                    settings.threads().sparse(),
                    step(
                            settings,
                            new SparseConvolutionLayer.Builder(settings.kernel(), settings.kernel())
                                    .stride(settings.stride(), settings.stride())
                                    .convolutionMode(ConvolutionMode.Same)
                                    .nOut(settings.filters())
                                    .sparsity(sparsity)
                                    .build(),
                            input)));
        }
        List<Timing> timings = Interleaved.measure(contenders, settings.rounds());
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 1; i < timings.size(); i++) {
            comparisons.add(new Comparison(
                    settings.name(),
                    settings.batch(),
                    settings.sparsities().get(i - 1),
                    settings.threads(),
                    timings.get(0),
                    timings.get(i)));
        }
        return comparisons;
    }

    private static Runnable step(ConvolutionSettings settings, ConvolutionLayer convolution, INDArray input) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(settings.seed())
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .list()
                .layer(convolution)
                .setInputType(InputType.convolutional(settings.size(), settings.size(), settings.channels()))
                .build());
        network.init();
        network.initGradientsView();
        Layer layer = network.getLayer(0);
        LayerWorkspaceMgr memory = LayerWorkspaceMgr.noWorkspaces();
        layer.setInput(input, memory);
        long[] shape = layer.activate(true, memory).shape();
        INDArray error = uniform(settings.seed() + 1, shape).subi(0.5);
        return () -> {
            layer.setInput(input, memory);
            layer.activate(true, memory);
            layer.backpropGradient(error, memory);
        };
    }

    private static INDArray uniform(long seed, long... shape) {
        return Nd4j.getRandomFactory()
                .getNewRandomInstance(seed)
                .nextDouble(shape)
                .castTo(Nd4j.defaultFloatingPointType());
    }
}
