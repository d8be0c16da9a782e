package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.sparse.SparseConvolutionLayer;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** {@code ConvolutionLayer} and {@code SparseConvolutionLayer}, whose units are filters of channels, rows and columns. */
final class ConvolutionKind implements LayerKind {

    @Override
    public boolean isDense(Layer layer) {
        return layer.getClass() == ConvolutionLayer.class;
    }

    @Override
    public boolean isSparse(Layer layer) {
        return layer.getClass() == SparseConvolutionLayer.class;
    }

    @Override
    public List<MatrixKeys> matrices() {
        return List.of(MatrixKeys.ONE_MATRIX);
    }

    @Override
    public WeightShape shape(String name, Layer layer, MatrixKeys matrix) {
        ConvolutionLayer sized = (ConvolutionLayer) layer;
        int[] kernel = sized.getKernelSize();
        List<Long> dims = List.of(sized.getNOut(), sized.getNIn(), (long) kernel[0], (long) kernel[1]);
        return new WeightShape(name, matrix.weights(), dims, 1, List.of(0));
    }

    @Override
    public Optional<String> obstacle(Layer dense) {
        ConvolutionLayer layer = (ConvolutionLayer) dense;
        if (layer.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
            return Optional.of("Its data format is (" + layer.getCnn2dDataFormat()
                    + "), and a truly sparse convolution takes channels first (NCHW) only.");
        }
        return layer.getConvolutionMode() == ConvolutionMode.Causal
                ? Optional.of("Its convolution mode is (Causal), which a truly sparse convolution has not.")
                : Optional.empty();
    }

    @Override
    public Layer toSparse(Layer dense, List<Long> connections) {
        SparseConvolutionLayer to = new SparseConvolutionLayer.Builder()
                .connections(connections.get(0))
                .build();
        return copy((ConvolutionLayer) dense, to);
    }

    @Override
    public Layer toDense(Layer sparse) {
        return copy((ConvolutionLayer) sparse, new ConvolutionLayer.Builder().build());
    }

    /** By setters: DL4J's builders refuse the padding of a layer whose mode, Same, was said for the whole network. */
    private static <L extends ConvolutionLayer> L copy(ConvolutionLayer from, L to) {
        to.setHasBias(from.hasBias());
        to.setConvolutionMode(from.getConvolutionMode());
        to.setKernelSize(from.getKernelSize().clone());
        to.setStride(from.getStride().clone());
        to.setPadding(from.getPadding().clone());
        to.setDilation(from.getDilation().clone());
        to.setCnn2dDataFormat(from.getCnn2dDataFormat());
        to.setDefaultValueOverriden(from.isDefaultValueOverriden());
        to.setCudnnAllowFallback(from.isCudnnAllowFallback());
        to.setCudnnAlgoMode(from.getCudnnAlgoMode());
        to.setCudnnFwdAlgo(from.getCudnnFwdAlgo());
        to.setCudnnBwdFilterAlgo(from.getCudnnBwdFilterAlgo());
        to.setCudnnBwdDataAlgo(from.getCudnnBwdDataAlgo());
        return SharedSettings.copy(from, to);
    }

    /** Its time depends on the size of the images. */
    @Override
    public Optional<Layer> alone(Layer either) {
        return Optional.empty();
    }
}
