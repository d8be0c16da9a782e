package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.sparse.SparseOutputLayer;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;

/** {@code OutputLayer} and {@code SparseOutputLayer}. */
final class OutputKind implements LayerKind {

    @Override
    public boolean isDense(Layer layer) {
        return layer.getClass() == OutputLayer.class;
    }

    @Override
    public boolean isSparse(Layer layer) {
        return layer.getClass() == SparseOutputLayer.class;
    }

    @Override
    public List<MatrixKeys> matrices() {
        return List.of(MatrixKeys.ONE_MATRIX);
    }

    @Override
    public WeightShape shape(String name, Layer layer, MatrixKeys matrix) {
        FeedForwardLayer sized = (FeedForwardLayer) layer;
        return WeightShape.dense(name, sized.getNIn(), sized.getNOut());
    }

    @Override
    public Optional<String> obstacle(Layer dense) {
        return Optional.empty();
    }

    @Override
    public Layer toSparse(Layer dense, List<Long> connections) {
        OutputLayer from = (OutputLayer) dense;
        SparseOutputLayer to = new SparseOutputLayer.Builder(from.getLossFn())
                .connections(connections.get(0))
                .hasBias(from.hasBias())
                .build();
        return SharedSettings.copy(from, to);
    }

    @Override
    public Layer toDense(Layer sparse) {
        SparseOutputLayer from = (SparseOutputLayer) sparse;
        OutputLayer to = new OutputLayer.Builder(from.getLossFn())
                .hasBias(from.hasBias())
                .build();
        return SharedSettings.copy(from, to);
    }

    /** As a hidden layer: not every loss takes every label. */
    @Override
    public Optional<Layer> alone(Layer either) {
        return Optional.of(
                either instanceof SparseOutputLayer sparse
                        ? SharedSettings.copyForTiming(
                                sparse, DenseKind.sparse(sparse.connectionCount(), sparse.hasBias()))
                        : SharedSettings.copyForTiming(
                                (OutputLayer) either, DenseKind.dense(((OutputLayer) either).hasBias())));
    }
}
