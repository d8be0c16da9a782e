package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Networks of two layers, {@code x} and {@code out}, and data for them, all from fixed seeds. */
final class TinyNetworks {

    private TinyNetworks() {}

    static MultiLayerNetwork network(LayerKind kind, UnaryOperator<NeuralNetConfiguration.Builder> settings) {
        NeuralNetConfiguration.Builder builder =
                new NeuralNetConfiguration.Builder().seed(7).dataType(DataType.FLOAT);
        MultiLayerNetwork network = new MultiLayerNetwork(settings.apply(builder)
                .list()
                .layer(kind.layer())
                .layer(head(kind.data()))
                .setInputType(kind.data().type())
                .build());
        network.init();
        return network;
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

    static DataSet data(LayerKind.Data kind, int batch, long seed) {
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

    /** The bits of a float array in C order. */
    static int[] bits(INDArray array) {
        float[] values = array.dup('c').data().asFloat();
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    /** The coordinates of a linear index in C order. */
    static int[] coordinates(long position, long... dims) {
        int[] coordinates = new int[dims.length];
        long rest = position;
        for (int d = dims.length - 1; d >= 0; d--) {
            coordinates[d] = (int) (rest % dims[d]);
            rest /= dims[d];
        }
        return coordinates;
    }
}
