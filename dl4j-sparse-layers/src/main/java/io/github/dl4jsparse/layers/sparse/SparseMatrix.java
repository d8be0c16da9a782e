package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.CompressedMatrix;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One of the weight matrices of a run-time layer that has several, by the connections that the parameters hold. */
final class SparseMatrix implements CompressedMatrix {

    private final Layer layer;
    private final String values;
    private final LongSupplier rows;
    private final LongSupplier columns;
    private final StoredPattern stored;
    private final GradientRequest request;

    /**
     * A matrix whose parameters are not there yet.
     *
     * @param layer the layer with the parameters
     * @param id names the layer in messages
     * @param values the key of the connections' values
     * @param pattern the key of the pattern
     * @param rows the number of inputs, once the parameters are there
     * @param columns the number of units, once the parameters are there
     */
    SparseMatrix(
            Layer layer, Supplier<String> id, String values, String pattern, LongSupplier rows, LongSupplier columns) {
        this.layer = layer;
        this.values = values;
        this.rows = rows;
        this.columns = columns;
        this.stored = new StoredPattern(layer, id, pattern);
        this.request = new GradientRequest(id);
    }

    @Override
    public WeightShape shape(String name) {
        return new WeightShape(name, values, List.of(rows.getAsLong(), columns.getAsLong()), 0, List.of(1));
    }

    @Override
    public CompressedPattern pattern() {
        return stored.read(rows.getAsLong(), columns.getAsLong());
    }

    @Override
    public INDArray values() {
        return layer.getParam(values);
    }

    @Override
    public void rewire(CompressedPattern pattern) {
        stored.replace(pattern(), pattern);
    }

    @Override
    public void requestGradient() {
        request.open();
    }

    /** Answers an open request with a backward pass. */
    void answer(Supplier<KeptGradient> pass) {
        request.answer(pass);
    }

    @Override
    public void releaseGradient() {
        request.release();
    }

    @Override
    public void forEachGradient(PositionVisitor visitor) {
        request.forEach(visitor);
    }
}
