package io.github.dl4jsparse.layers.testing;

import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;

/** The kinds of layers that have weights, each as the first layer of a tiny network. */
@SuppressWarnings({
    "deprecation", // the Graves layers are deprecated in DL4J and still in use
    "ImmutableEnumChecker" // suppliers and input types are not changed by anyone
})
public enum LayerKind {
    DENSE(Data.FLAT, () -> new DenseLayer.Builder().nOut(5).build()),
    EMBEDDING(
            Data.INDEX,
            () -> new EmbeddingLayer.Builder().nIn(6).nOut(4).hasBias(true).build()),
    EMBEDDING_SEQUENCE(
            Data.INDEX_SEQUENCE,
            () -> new EmbeddingSequenceLayer.Builder()
                    .nIn(6)
                    .nOut(4)
                    .inputLength(4)
                    .build()),
    LSTM_LAYER(Data.SEQUENCE, () -> new LSTM.Builder().nOut(4).build()),
    GRAVES_LSTM(Data.SEQUENCE, () -> new GravesLSTM.Builder().nOut(4).build()),
    GRAVES_BIDIRECTIONAL(
            Data.SEQUENCE, () -> new GravesBidirectionalLSTM.Builder().nOut(4).build()),
    SIMPLE_RNN(Data.SEQUENCE, () -> new SimpleRnn.Builder().nOut(4).build()),
    BIDIRECTIONAL(
            Data.SEQUENCE, () -> new Bidirectional(new LSTM.Builder().nOut(3).build())),
    LAST_TIME_STEP(
            Data.SEQUENCE_TO_ONE,
            () -> new LastTimeStep(new LSTM.Builder().nOut(4).build())),
    MASK_ZERO(
            Data.SEQUENCE,
            () -> new MaskZeroLayer.Builder()
                    .setUnderlying(new LSTM.Builder().nIn(3).nOut(4).build())
                    .setMaskValue(0)
                    .build()),
    TIME_DISTRIBUTED(
            Data.SEQUENCE,
            () -> new TimeDistributed(new DenseLayer.Builder().nOut(4).build())),
    CONV_1D(
            Data.SEQUENCE,
            () -> new Convolution1DLayer.Builder()
                    .kernelSize(2)
                    .nOut(4)
                    .convolutionMode(ConvolutionMode.Same)
                    .build()),
    CONV_2D(Data.IMAGE, () -> new ConvolutionLayer.Builder(3, 2).nOut(4).build()),
    CONV_3D(
            Data.VOLUME,
            () -> new Convolution3D.Builder(2, 2, 3)
                    .nOut(3)
                    .dataFormat(Convolution3D.DataFormat.NDHWC)
                    .build()),
    DECONV_2D(
            Data.IMAGE,
            () -> new Deconvolution2D.Builder().kernelSize(2, 3).nOut(4).build()),
    DECONV_3D(
            Data.VOLUME,
            () -> new Deconvolution3D.Builder()
                    .kernelSize(2, 2, 2)
                    .stride(1, 1, 1)
                    .nOut(4)
                    .dataFormat(Convolution3D.DataFormat.NDHWC)
                    .build()),
    DEPTHWISE(
            Data.IMAGE,
            () -> new DepthwiseConvolution2D.Builder(3, 2)
                    .depthMultiplier(2)
                    .nOut(4)
                    .build()),
    SEPARABLE(
            Data.IMAGE,
            () -> new SeparableConvolution2D.Builder(3, 2)
                    .depthMultiplier(2)
                    .nOut(3)
                    .build());

    /** What a kind of layer is fed with. */
    public enum Data {
        FLAT(InputType.feedForward(6)),
        INDEX(InputType.feedForward(6)),
        SEQUENCE(InputType.recurrent(3, 4)),
        SEQUENCE_TO_ONE(InputType.recurrent(3, 4)),
        INDEX_SEQUENCE(InputType.recurrent(6, 4)),
        IMAGE(InputType.convolutional(5, 5, 2)),
        VOLUME(InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, 4, 4, 4, 2));

        private final transient InputType type;

        Data(InputType type) {
            this.type = type;
        }

        public InputType type() {
            return type;
        }
    }

    private final Data data;
    private final transient Supplier<Layer> layer;

    LayerKind(Data data, Supplier<Layer> layer) {
        this.data = data;
        this.layer = layer;
    }

    public Data data() {
        return data;
    }

    /** A new configuration named {@code x}. */
    public Layer layer() {
        Layer made = layer.get();
        made.setLayerName("x");
        return made;
    }
}
