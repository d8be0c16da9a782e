package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.PatternStore;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What a truly sparse layer cannot do, refused before anything is allocated. */
final class LayerLimits {

    private LayerLimits() {}

    static String nameOf(Layer layer) {
        return layer.getLayerName() == null ? "name not set" : layer.getLayerName();
    }

    static void checkSize(long nIn, long nOut, String layer) {
        if (nIn <= 0 || nOut <= 0) {
            throw new DL4JInvalidConfigException("The size of layer (" + layer + ") is not set: nIn is (" + nIn
                    + "), nOut is (" + nOut + "), and both must be at least 1. Set nIn, or the network's input type.");
        }
        if (nIn > PatternStore.MAX_INPUTS || nOut > Integer.MAX_VALUE - 8) {
            throw new DL4JInvalidConfigException("The size (" + nIn + " x " + nOut + ") of layer (" + layer
                    + ") is beyond what a truly sparse layer holds: at most (" + PatternStore.MAX_INPUTS
                    + ") inputs, and an int of output units.");
        }
    }

    static void checkParameters(long connections, long nOut, String layer) {
        if (2 * (connections + nOut) > Integer.MAX_VALUE - 8) {
            throw new DL4JInvalidConfigException("Layer (" + layer + ") would have (" + connections
                    + ") connections, whose values and indices are beyond the (" + Integer.MAX_VALUE
                    + ") parameters that DL4J addresses. Maybe a higher sparsity, or more than one layer?");
        }
    }

    static void checkConvolution(ConvolutionLayer layer) {
        if (layer.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
            throw new DL4JInvalidConfigException("The data format (" + layer.getCnn2dDataFormat() + ") of layer ("
                    + nameOf(layer) + ") must be NCHW: a truly sparse convolution reads planes. Put the channels first,"
                    + " or put a mask over an ordinary ConvolutionLayer.");
        }
        if (layer.getConvolutionMode() == ConvolutionMode.Causal) {
            throw new DL4JInvalidConfigException("The convolution mode (Causal) of layer (" + nameOf(layer)
                    + ") is of one-dimensional convolutions. Use Same, Truncate or Strict.");
        }
    }

    static void checkPlatform(DataType type, String layer) {
        checkPlatform(type, Nd4j.getEnvironment().isCPU(), layer);
    }

    static void checkPlatform(DataType type, boolean cpu, String layer) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new DL4JInvalidConfigException("The data type (" + type + ") of layer (" + layer
                    + ") must be FLOAT or DOUBLE: the indices of the connections are not exact in other types.");
        }
        if (!cpu) {
            throw new DL4JInvalidConfigException(
                    "Layer (" + layer + ") computes in host memory and runs on ND4J's native"
                            + " CPU back-end only. Use nd4j-native, or a mask over an ordinary layer.");
        }
    }
}
