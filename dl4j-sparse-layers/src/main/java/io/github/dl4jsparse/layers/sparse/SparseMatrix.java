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
    private final ConnectionKeys keys;
    private final LongSupplier inputs;
    private final StoredPattern stored;
    private final GradientRequest request;

    /**
     * A matrix whose parameters are not there yet.
     *
     * @param layer the layer with the parameters
     * @param id names the layer in messages
     * @param keys where the parameters are
     * @param inputs the number of rows, once the parameters are there
     */
    SparseMatrix(Layer layer, Supplier<String> id, ConnectionKeys keys, LongSupplier inputs) {
        this.layer = layer;
        this.keys = keys;
        this.inputs = inputs;
        this.stored = new StoredPattern(layer, id, keys);
        this.request = new GradientRequest(id);
    }

    @Override
    public WeightShape shape(String name) {
        long outputs = pattern().nOut();
        return new WeightShape(name, keys.values(), List.of(inputs.getAsLong(), outputs), 0, List.of(1));
    }

    @Override
    public CompressedPattern pattern() {
        return stored.read(inputs.getAsLong());
    }

    @Override
    public INDArray values() {
        return layer.getParam(keys.values());
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
