package io.github.dl4jsparse.layers.sparse;

import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Convolutional networks, twins and data that the tests of this package share. */
final class ConvolutionNets {

    private ConvolutionNets() {}

    static SparseConvolutionLayer.Builder filters(int nOut, double sparsity, int... kernel) {
        return new SparseConvolutionLayer.Builder(kernel).nOut(nOut).sparsity(sparsity);
    }

    /** Some layers and three classes over images. */
    static MultiLayerConfiguration over(
            NeuralNetConfiguration.Builder base, int height, int width, int channels, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = base.list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.layer(new OutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(height, width, channels))
                .build();
    }

    /** Two sparse convolutions and three classes over images of 6 x 5 and two channels. */
    static MultiLayerConfiguration small(NeuralNetConfiguration.Builder base) {
        return over(
                base,
                6,
                5,
                2,
                filters(4, 0.5, 3, 3).padding(1, 1).build(),
                filters(3, 0.6, 2, 3).stride(2, 1).build());
    }

    static DataSet images(DataType type, int examples, int channels, int height, int width, long seed) {
        Random random = new Random(seed);
        double[] numbers = random.doubles((long) examples * channels * height * width, -1, 1)
                .toArray();
        INDArray y = Nd4j.zeros(type, examples, 3);
        for (int e = 0; e < examples; e++) {
            y.putScalar(e, random.nextInt(3), 1);
        }
        INDArray x = Nd4j.createFromArray(numbers).reshape('c', examples, channels, height, width);
        return new DataSet(x.castTo(type), y);
    }

    static DataSet smallImages(DataType type, int examples, long seed) {
        return images(type, examples, 2, 6, 5, seed);
    }

    static SparseConvolution layer(MultiLayerNetwork net, int index) {
        return (SparseConvolution) net.getLayer(index);
    }

    /** A network of DL4J's convolutions that computes the same: zeros where there is no connection. */
    static MultiLayerNetwork denseTwin(MultiLayerNetwork net) {
        MultiLayerConfiguration conf = net.getLayerWiseConfigurations().clone();
        for (int l = 0; l < net.getnLayers(); l++) {
            if (conf.getConf(l).getLayer() instanceof SparseConvolutionLayer sparse) {
                ConvolutionLayer dense = new ConvolutionLayer.Builder(sparse.getKernelSize())
                        .stride(sparse.getStride())
                        .padding(sparse.getPadding())
                        .dilation(sparse.getDilation())
                        .convolutionMode(sparse.getConvolutionMode())
                        .nIn(sparse.getNIn())
                        .nOut(sparse.getNOut())
                        .hasBias(sparse.hasBias())
                        .activation(sparse.getActivationFn())
                        .weightInit(sparse.getWeightInitFn())
                        .updater(sparse.getIUpdater())
                        .biasInit(sparse.getBiasInit())
                        .build();
                dense.setLayerName(sparse.getLayerName());
                conf.getConf(l).setLayer(dense);
                conf.getConf(l).clearVariables();
            }
        }
        MultiLayerNetwork twin = SparseNets.init(conf);
        for (int l = 0; l < net.getnLayers(); l++) {
            if (net.getLayer(l) instanceof SparseConvolution sparse) {
                twin.getLayer(l).getParam("W").assign(denseWeights(sparse));
            } else if (net.getLayer(l).getParam("W") != null) {
                twin.getLayer(l).getParam("W").assign(net.getLayer(l).getParam("W"));
            }
            if (net.getLayer(l).getParam("b") != null) {
                twin.getLayer(l).getParam("b").assign(net.getLayer(l).getParam("b"));
            }
        }
        return twin;
    }

    /** All weights {@code [out, in, kH, kW]} of a layer. */
    private static INDArray denseWeights(SparseConvolution layer) {
        SparseConvolutionLayer conf = layer.layerConf();
        int[] kernel = conf.getKernelSize();
        return SparseNets.dense(layer.matrix().pattern(), layer.matrix().values())
                .transpose()
                .dup('c')
                .reshape('c', conf.getNOut(), conf.getNIn(), kernel[0], kernel[1]);
    }

    /** A {@code [out, in, kH, kW]} gradient as a matrix of the pattern. */
    static INDArray asMatrix(INDArray gradient) {
        return gradient.dup('c')
                .reshape('c', gradient.size(0), gradient.length() / gradient.size(0))
                .transpose();
    }
}
