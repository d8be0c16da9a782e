package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.sparse.SparseConvolutionLayer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Times whole training steps, {@code net.fit(DataSet)}, of a network that is little more than one convolution, with ReLU,
 * biases and mode Same, on one minibatch of random numbers. A network with DL4J's own convolution and one with a sparse one
 * for each sparsity take their steps in turn.
 *
 * <p>Before the convolution stands a layer that does nothing, so that both sides compute the gradient of the convolution's
 * input; behind it the mean over all places and a dense output layer of ten classes.
 *
 * <p>Not measured: reading data, changes of the topology, and whether a network learns.
 */
public final class ConvolutionBench {

    /** What the sparse networks consist of. */
    public static final String SPARSE_NETWORKS = "one SparseConvolutionLayer, global pooling, dense OutputLayer";

    private static final int CLASSES = 10;

    private ConvolutionBench() {}

    /**
     * Builds the networks and times them.
     *
     * @param settings what to measure
     * @return one comparison for each sparsity, in their order
     * @throws org.nd4j.linalg.exception.ND4JIllegalStateException if a network's loss is not finite in the end
     */
    public static List<Comparison> run(ConvolutionSettings settings) {
        int[] kernel = {settings.kernel(), settings.kernel()};
        List<MultiLayerNetwork> networks = new ArrayList<>();
        networks.add(network(settings, new ConvolutionLayer.Builder(kernel)));
        settings.sparsities()
                .forEach(sparsity ->
                        networks.add(network(settings, new SparseConvolutionLayer.Builder(kernel).sparsity(sparsity))));
        return StepBench.compare(
                networks,
                examples(settings),
                settings.name(),
                settings.sparsities(),
                settings.threads(),
                settings.rounds());
    }

    private static MultiLayerNetwork network(
            ConvolutionSettings settings, ConvolutionLayer.BaseConvBuilder<?> convolution) {
        convolution.setStride(new int[] {settings.stride(), settings.stride()});
        return BenchNetworks.built(BenchNetworks.base(settings.seed())
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ActivationLayer(Activation.IDENTITY))
                .layer(convolution
                        .nOut(settings.filters())
                        .activation(Activation.RELU)
                        .build())
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(BenchNetworks.output().nOut(CLASSES).build())
                .setInputType(InputType.convolutional(settings.size(), settings.size(), settings.channels())));
    }

    private static DataSet examples(ConvolutionSettings settings) {
        int size = settings.size();
        List<Integer> flat = List.of(settings.channels() * size * size, CLASSES);
        DataSet examples = new BenchNetworks(flat, settings.seed()).examples(settings.batch());
        INDArray images = examples.getFeatures().reshape('c', settings.batch(), settings.channels(), size, size);
        return new DataSet(images.dup('c'), examples.getLabels());
    }
}
