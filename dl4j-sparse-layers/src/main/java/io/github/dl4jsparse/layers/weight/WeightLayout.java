package io.github.dl4jsparse.layers.weight;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;

/**
 * The one table of which parameters of which layers are weights, and what their axes mean.
 *
 * <table>
 * <caption>Layers, parameters and axes</caption>
 * <tr><th>layer</th><th>parameter</th><th>axes</th></tr>
 * <tr><td>Dense, Output, RnnOutput, Embedding</td><td>W</td><td>[in, out]</td></tr>
 * <tr><td>LSTM, SimpleRnn</td><td>W, RW</td><td>[in, out], gates side by side</td></tr>
 * <tr><td>GravesLSTM, GravesBidirectionalLSTM</td><td>W, RW (WF, RWF, WB, RWB)</td><td>[in, out]; the last three columns of
 * the recurrent array are peepholes, never masked nor counted</td></tr>
 * <tr><td>Convolution1D</td><td>W</td><td>[k, in, out]; [out, in, k] for data in the format NWC. The parameter is declared as
 * [out, in, k, 1], but DL4J computes with these in the same memory</td></tr>
 * <tr><td>Convolution 2D, 3D</td><td>W</td><td>[out, in, kernel...]</td></tr>
 * <tr><td>Deconvolution2D</td><td>W</td><td>[in, out, kH, kW]</td></tr>
 * <tr><td>Deconvolution3D</td><td>W</td><td>[kD, kH, kW, out, in]</td></tr>
 * <tr><td>DepthwiseConvolution2D</td><td>W</td><td>[kH, kW, in, multiplier]; each (in, multiplier) is an output unit</td></tr>
 * <tr><td>SeparableConvolution2D</td><td>W, pW</td><td>[multiplier, in, kH, kW]; [out, in * multiplier, 1, 1]</td></tr>
 * </table>
 *
 * <p>{@code LastTimeStep}, {@code MaskZeroLayer} and {@code TimeDistributed} are looked through, {@code Bidirectional} has
 * the weights of its layer twice, with the prefixes f and b. Frozen layers have none: they are left as they are; so are those whose {@link
 * WeightKeeper} says that its stored weights are not to be masked. Biases,
 * normalisation parameters and PReLU slopes are never weights; {@code OCNNOutputLayer} has parameters of another kind.
 *
 * @param parameter the name of the parameter
 * @param inputAxis the axis of the input units or channels
 * @param outputAxes the axes that together tell the output unit
 * @param peepholes how many trailing columns of a rank-2 array are no weights
 */
public record WeightLayout(String parameter, int inputAxis, List<Integer> outputAxes, int peepholes) {

    /**
     * Keeps a copy of the axes.
     *
     * @param parameter the name of the parameter
     * @param inputAxis the axis of the input units or channels
     * @param outputAxes the axes that together tell the output unit
     * @param peepholes how many trailing columns of a rank-2 array are no weights
     */
    public WeightLayout {
        outputAxes = List.copyOf(outputAxes);
    }

    /**
     * The weights of a layer.
     *
     * @param layer a layer's configuration
     * @return its weights in DL4J's order; empty for layers without sparsifiable weights
     */
    @SuppressWarnings("deprecation") // the peephole layers are deprecated, and used
    public static List<WeightLayout> of(Layer layer) {
        if (layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop) {
            return List.of();
        }
        if (layer instanceof WeightKeeper keeper && !keeper.maskable()) {
            return List.of();
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            return of(wrapper.getUnderlying());
        }
        if (layer instanceof Bidirectional both) {
            return Stream.of("f", "b")
                    .flatMap(prefix -> of(both.getFwd()).stream().map(w -> w.prefixed(prefix)))
                    .toList();
        }
        if (layer instanceof ConvolutionLayer convolution) {
            return ofConvolution(convolution);
        }
        if (layer instanceof GravesBidirectionalLSTM) {
            return List.of(matrix("WF"), recurrentWithPeepholes("RWF"), matrix("WB"), recurrentWithPeepholes("RWB"));
        }
        if (layer instanceof GravesLSTM) {
            return List.of(matrix("W"), recurrentWithPeepholes("RW"));
        }
        if (layer instanceof AbstractLSTM || layer instanceof SimpleRnn) {
            return List.of(matrix("W"), matrix("RW"));
        }
        boolean oneMatrix = layer instanceof DenseLayer
                || layer instanceof BaseOutputLayer && !(layer instanceof OCNNOutputLayer)
                || layer instanceof EmbeddingLayer
                || layer instanceof EmbeddingSequenceLayer;
        return oneMatrix ? List.of(matrix("W")) : List.of();
    }

    private static List<WeightLayout> ofConvolution(ConvolutionLayer layer) {
        if (layer instanceof SeparableConvolution2D) {
            return List.of(new WeightLayout("W", 1, List.of(0, 1), 0), new WeightLayout("pW", 1, List.of(0), 0));
        }
        if (layer instanceof DepthwiseConvolution2D) {
            return List.of(new WeightLayout("W", 2, List.of(2, 3), 0));
        }
        if (layer instanceof Convolution1DLayer oneDimensional && oneDimensional.getRnnDataFormat() != RNNFormat.NWC) {
            return List.of(new WeightLayout("W", 1, List.of(2), 0));
        }
        if (layer instanceof Deconvolution2D) {
            return List.of(new WeightLayout("W", 0, List.of(1), 0));
        }
        if (layer instanceof Deconvolution3D) {
            return List.of(new WeightLayout("W", 4, List.of(3), 0));
        }
        return List.of(new WeightLayout("W", 1, List.of(0), 0));
    }

    /**
     * The dimensions that a layer computes with. DL4J's 1D convolution reads its array {@code [out, in, k, 1]} as one of other
     * dimensions, in the same memory.
     *
     * @param layer a layer's configuration
     * @param declared the dimensions of one of its weight arrays
     * @return the dimensions to which the axes belong, a new array
     */
    public static long[] computedDims(Layer layer, long[] declared) {
        if (layer instanceof BaseWrapperLayer wrapper) {
            return computedDims(wrapper.getUnderlying(), declared);
        }
        if (layer instanceof Convolution1DLayer convolution) {
            return convolution.getRnnDataFormat() == RNNFormat.NWC
                    ? new long[] {declared[0], declared[1], declared[2]}
                    : new long[] {declared[2], declared[1], declared[0]};
        }
        return declared.clone();
    }

    private static WeightLayout matrix(String parameter) {
        return new WeightLayout(parameter, 0, List.of(1), 0);
    }

    private static WeightLayout recurrentWithPeepholes(String parameter) {
        return new WeightLayout(parameter, 0, List.of(1), 3);
    }

    private WeightLayout prefixed(String prefix) {
        return new WeightLayout(prefix + parameter, inputAxis, outputAxes, peepholes);
    }
}
