package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One weight array of a reparameterization, without a layer around it: for hand-computed cases. */
final class OneArray {

    final List<ReparameterizationEvent> events = new ArrayList<>();
    final WeightArray array;
    private final List<ExtraParameter> specs;
    private final List<Slot> extraSlots = new ArrayList<>();
    private final boolean stored;
    private final Slot weights;
    private final INDArray own;
    private final INDArray gradients;
    private final INDArray inner;
    private final INDArray innerGradients;
    private final SiteState state;

    /** A dense layer's array of {@code inputs * units} weights, column by column, with the extras at their first values. */
    OneArray(Reparameterization member, int inputs, int units) {
        this(member, new WeightArray("layer", "W", inputs * units, units, inputs, inputs, 1, 2));
    }

    /** Any array, in double precision. */
    OneArray(Reparameterization member, WeightArray array) {
        this(member, array, DataType.DOUBLE);
    }

    OneArray(Reparameterization member, WeightArray array, DataType type) {
        this.array = array;
        specs = member.extras(array);
        stored = member.storedWeights() != StoredWeights.REPLACED;
        long end = stored ? array.size() : 0;
        for (ExtraParameter spec : specs) {
            extraSlots.add(new Slot(
                    spec.name() + "W", List.of(1L, (long) spec.sizeFor(array)), 'c', end, spec.sizeFor(array)));
            end += spec.sizeFor(array);
        }
        weights = new Slot("W", List.of((long) array.size()), 'c', 0, array.size());
        own = Nd4j.zeros(type, 1, Math.max(1, end));
        gradients = own.dup();
        inner = Nd4j.zeros(type, 1, array.size());
        innerGradients = inner.dup();
        for (int extra = 0; extra < specs.size(); extra++) {
            ExtraParameter spec = specs.get(extra);
            RandomStream random = RandomStream.of(1, spec.name());
            for (int k = 0; k < spec.sizeFor(array) && !(spec.start() instanceof DrawnStart); k++) {
                own.putScalar(extraSlots.get(extra).at() + k, spec.start().next(random));
            }
        }
        Site site = new Site(array, weights, stored ? weights : null, null, specs, extraSlots);
        state = new SiteState(site, member, NumberBlocks.of(own), events::add);
    }

    OneArray weights(double... values) {
        put(own, 0, values);
        return this;
    }

    OneArray extra(int extra, double... values) {
        put(own, extraSlots.get(extra).at(), values);
        return this;
    }

    private static void put(INDArray to, long at, double... values) {
        for (int k = 0; k < values.length; k++) {
            to.putScalar(at + k, values[k]);
        }
    }

    /** The effective weights of a pass. */
    double[] forward(boolean training) {
        return forward(training, 0, 0);
    }

    double[] forward(boolean training, int iteration, int epoch) {
        state.pass.enter(training, 1, iteration, epoch);
        state.forward(NumberBlocks.of(own), NumberBlocks.of(inner));
        return inner.dup().data().asDouble();
    }

    /** The stored weights' gradient, after {@link #forward}; none where they are replaced. */
    double[] backward(double... gradient) {
        put(innerGradients, 0, gradient);
        state.backward(
                NumberBlocks.of(own),
                NumberBlocks.of(inner),
                NumberBlocks.of(innerGradients),
                NumberBlocks.of(gradients));
        return part(gradients, 0, stored ? array.size() : 0);
    }

    double[] extraGradient(int extra) {
        return part(gradients, extraSlots.get(extra).at(), (int)
                extraSlots.get(extra).length());
    }

    double[] weights() {
        return part(own, 0, array.size());
    }

    double[] extra(int extra) {
        return part(own, extraSlots.get(extra).at(), (int) extraSlots.get(extra).length());
    }

    double penalty() {
        return state.penalty(NumberBlocks.of(own));
    }

    void afterStep() {
        state.afterStep(NumberBlocks.of(own));
    }

    private static double[] part(INDArray of, long at, int count) {
        double[] part = new double[count];
        for (int k = 0; k < count; k++) {
            part[k] = of.getDouble(at + k);
        }
        return part;
    }
}
