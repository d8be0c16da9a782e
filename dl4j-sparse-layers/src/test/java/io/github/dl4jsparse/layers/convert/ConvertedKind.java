package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.init;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Networks whose layers are converted, of each kind, with data for them; their layers are called layer0 to layer2. */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the array
enum ConvertedKind {

    /** 7 - 9 - 8 - 3. */
    PERCEPTRON(7) {
        @Override
        MultiLayerNetwork net(NeuralNetConfiguration.Builder base) {
            return ConvertedNets.small(base);
        }
    },

    /** Two convolutions, one of them without biases, over images of 6 x 5 and two channels. */
    IMAGES(2, 6, 5) {
        @Override
        MultiLayerNetwork net(NeuralNetConfiguration.Builder base) {
            return init(base.list()
                    .layer(new ConvolutionLayer.Builder(3, 2)
                            .nOut(4)
                            .stride(1, 2)
                            .padding(2, 1)
                            .dilation(2, 1)
                            .build())
                    .layer(new ConvolutionLayer.Builder(2, 3)
                            .nOut(5)
                            .convolutionMode(ConvolutionMode.Same)
                            .hasBias(false)
                            .build())
                    .layer(new OutputLayer.Builder().nOut(3).build())
                    .setInputType(InputType.convolutional(6, 5, 2))
                    .build());
        }
    },

    /** Two LSTMs, and an output at each of 6 steps, which is not converted. */
    SEQUENCES(4, 6) {
        @Override
        MultiLayerNetwork net(NeuralNetConfiguration.Builder base) {
            return init(base.list()
                    .layer(new LSTM.Builder().nIn(4).nOut(5).build())
                    .layer(new LSTM.Builder().nIn(5).nOut(4).build())
                    .layer(new RnnOutputLayer.Builder()
                            .nIn(4)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .build());
        }

        @Override
        MaskSet masks(Model net, double density) {
            Map<String, Mask> masks =
                    new LinkedHashMap<>(ConvertedNets.masks(net, density).masks());
            masks.keySet().removeIf(name -> name.endsWith("2_W"));
            return new MaskSet(masks);
        }
    },

    /** Two LSTMs, of which the second gives its last step. */
    LAST_STEPS(4, 6) {
        @Override
        MultiLayerNetwork net(NeuralNetConfiguration.Builder base) {
            return init(base.list()
                    .layer(new LSTM.Builder().nIn(4).nOut(5).build())
                    .layer(new LastTimeStep(new LSTM.Builder().nIn(5).nOut(4).build()))
                    .layer(output(4, 3))
                    .build());
        }
    };

    private final long[] dims;

    /**
     * A kind.
     *
     * @param dims of one example
     */
    ConvertedKind(long... dims) {
        this.dims = dims;
    }

    abstract MultiLayerNetwork net(NeuralNetConfiguration.Builder base);

    /** Random masks over the weights that become truly sparse. */
    MaskSet masks(Model net, double density) {
        return ConvertedNets.masks(net, density);
    }

    DataSet data(DataType type, int examples, int seed) {
        long size = Nd4j.create(type, dims).length();
        DataSet flat = ConvertedNets.data(type, examples, (int) size, 3, seed);
        long[] shape = new long[dims.length + 1];
        shape[0] = examples;
        System.arraycopy(dims, 0, shape, 1, dims.length);
        INDArray labels = this == SEQUENCES
                ? Nd4j.tile(flat.getLabels().reshape(examples, 3, 1), 1, 1, (int) dims[1])
                : flat.getLabels();
        return new DataSet(flat.getFeatures().reshape('c', shape), labels);
    }

    void train(MultiLayerNetwork net, DataType type, int steps, int seed) {
        for (int step = 0; step < steps; step++) {
            net.fit(data(type, 6, seed + step));
        }
    }
}
