package io.github.dl4jsparse.layers.testing;

import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Tiny networks and data for them, all from fixed seeds. */
public final class TinyNetworks {

    private TinyNetworks() {}

    /** Layers {@code x}, where asked for a truly sparse {@code s}, and {@code out}. */
    public static List<Layer> layers(LayerKind kind, boolean trulySparse) {
        List<Layer> layers = new ArrayList<>();
        layers.add(kind.layer());
        if (trulySparse) {
            layers.add(new SparseDenseLayer.Builder()
                    .nOut(6)
                    .density(0.4)
                    .patternSeed(3)
                    .name("s")
                    .build());
        }
        layers.add(head(kind.data()));
        return layers;
    }

    private static Layer head(LayerKind.Data data) {
        return switch (data) {
            case SEQUENCE, INDEX_SEQUENCE ->
                new RnnOutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .name("out")
                        .build();
            default ->
                new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .name("out")
                        .build();
        };
    }

    public static MultiLayerNetwork network(LayerKind kind, UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        return layered(kind, false, settings);
    }

    public static MultiLayerNetwork layered(
            LayerKind kind, boolean trulySparse, UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        NeuralNetConfiguration.ListBuilder list = settings.apply(builder()).list();
        layers(kind, trulySparse).forEach(list::layer);
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(kind.data().type()).build());
        network.init();
        return network;
    }

    public static ComputationGraph graph(
            LayerKind kind, boolean trulySparse, UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        ComputationGraphConfiguration.GraphBuilder graph =
                settings.apply(builder()).graphBuilder().addInputs("in");
        String before = "in";
        for (Layer layer : layers(kind, trulySparse)) {
            graph.addLayer(layer.getLayerName(), layer, before);
            before = layer.getLayerName();
        }
        ComputationGraph network = new ComputationGraph(
                graph.setOutputs("out").setInputTypes(kind.data().type()).build());
        network.init();
        return network;
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.FLOAT)
                .activation(Activation.TANH);
    }

    /** 6-12-8-3, named a, b, out. */
    public static MultiLayerNetwork perceptron(UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings.apply(builder())
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(12).name("a").build())
                .layer(new DenseLayer.Builder().nOut(8).name("b").build())
                .layer(head(LayerKind.Data.FLAT))
                .setInputType(LayerKind.Data.FLAT.type())
                .build());
        network.init();
        return network;
    }

    public static DataSetIterator batches(LayerKind.Data kind, int batches) {
        List<DataSet> all = new ArrayList<>();
        for (int b = 0; b < batches; b++) {
            all.add(data(kind, 4, b));
        }
        return new ExistingDataSetIterator(all);
    }

    public static void fit(Model network, DataSetIterator data) {
        if (network instanceof MultiLayerNetwork layered) {
            layered.fit(data);
        } else {
            ((ComputationGraph) network).fit(data);
        }
    }

    public static void fit(Model network, DataSet data) {
        if (network instanceof MultiLayerNetwork layered) {
            layered.fit(data);
        } else {
            ((ComputationGraph) network).fit(data);
        }
    }

    public static DataSet data(LayerKind.Data kind, int batch, long seed) {
        return switch (kind) {
            case FLAT -> new DataSet(random(seed, batch, 6), labels(batch));
            case INDEX -> new DataSet(indices(seed, batch, 1), labels(batch));
            case SEQUENCE -> new DataSet(random(seed, batch, 3, 4), sequenceLabels(batch));
            case SEQUENCE_TO_ONE -> new DataSet(random(seed, batch, 3, 4), labels(batch));
            case INDEX_SEQUENCE -> new DataSet(indices(seed, batch, 4), sequenceLabels(batch));
            case IMAGE -> new DataSet(random(seed, batch, 2, 5, 5), labels(batch));
            case VOLUME -> new DataSet(random(seed, batch, 4, 4, 4, 2), labels(batch));
        };
    }

    private static INDArray random(long seed, long... shape) {
        RandomStream random = RandomStream.of(seed, "features");
        float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.create(values, shape, 'c');
    }

    private static INDArray indices(long seed, long... shape) {
        RandomStream random = RandomStream.of(seed, "indices");
        float[] values = new float[(int) (shape[0] * shape[1])];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(6);
        }
        return Nd4j.create(values, shape, 'c');
    }

    private static INDArray labels(int batch) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, 3);
        for (int i = 0; i < batch; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        return labels;
    }

    private static INDArray sequenceLabels(int batch) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, 3, 4);
        for (int i = 0; i < batch; i++) {
            for (int t = 0; t < 4; t++) {
                labels.putScalar(i, (i + t) % 3, t, 1);
            }
        }
        return labels;
    }

    /** The bits of a float array in C order; empty without an array. */
    public static int[] bits(INDArray array) {
        if (array == null) {
            return new int[0];
        }
        float[] values = array.dup('c').data().asFloat();
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    public static int[] parameters(Model network) {
        return bits(NetworkView.of(network).params());
    }

    public static int[] updaterState(Model network) {
        return bits(NetworkView.of(network).updater().getStateViewArray());
    }

    /** The coordinates of a linear index in C order. */
    public static int[] coordinates(long position, long... dims) {
        int[] coordinates = new int[dims.length];
        long rest = position;
        for (int d = dims.length - 1; d >= 0; d--) {
            coordinates[d] = (int) (rest % dims[d]);
            rest /= dims[d];
        }
        return coordinates;
    }
}
