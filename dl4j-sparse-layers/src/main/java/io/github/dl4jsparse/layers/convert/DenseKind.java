package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** {@code DenseLayer} and {@code SparseDenseLayer}. */
final class DenseKind implements LayerKind {

    @Override
    public boolean isDense(Layer layer) {
        return layer.getClass() == DenseLayer.class;
    }

    @Override
    public boolean isSparse(Layer layer) {
        return layer.getClass() == SparseDenseLayer.class;
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
        return ((DenseLayer) dense).hasLayerNorm()
                ? Optional.of("It has layer normalisation, which a truly sparse layer has not.")
                : Optional.empty();
    }

    @Override
    public Layer toSparse(Layer dense, List<Long> connections) {
        DenseLayer from = (DenseLayer) dense;
        return SharedSettings.copy(from, sparse(connections.get(0), from.hasBias()));
    }

    @Override
    public Layer toDense(Layer sparse) {
        SparseDenseLayer from = (SparseDenseLayer) sparse;
        return SharedSettings.copy(from, dense(from.hasBias()));
    }

    @Override
    public Optional<Layer> alone(Layer either) {
        return Optional.of(
                either instanceof SparseDenseLayer sparse
                        ? SharedSettings.copyForTiming(sparse, sparse(sparse.connectionCount(), sparse.hasBias()))
                        : SharedSettings.copyForTiming((DenseLayer) either, dense(((DenseLayer) either).hasBias())));
    }

    static SparseDenseLayer sparse(long connections, boolean hasBias) {
        return new SparseDenseLayer.Builder()
                .connections(connections)
                .hasBias(hasBias)
                .build();
    }

    static DenseLayer dense(boolean hasBias) {
        return new DenseLayer.Builder().hasBias(hasBias).build();
    }
}
