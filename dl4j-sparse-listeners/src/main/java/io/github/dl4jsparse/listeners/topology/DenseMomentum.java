package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * A momentum of every position of every sparse weight, active or not, fed with the raw loss gradient of each step:
 * the sum over the minibatch, before regularisation, clipping and updater. Sparse momentum reads in it where
 * connections are missing. The updater's own state stays as sparse as the weights; this one is dense and belongs to
 * the method. Dettmers and Zettlemoyer, <i>Sparse Networks from Scratch</i>, arXiv 1907.04840.
 *
 * <p>Memory: 4 bytes for each position, 8 in Adam's form, active or not, and as much in the saved run. Time: the
 * dense gradient of each step, which truly sparse layers otherwise never compute. One for each network.
 */
public final class DenseMomentum implements MethodPart {

    /** What a saved run can hold. */
    private static final long MOST_NUMBERS = 1L << 28;

    private static final double EPSILON = 1e-8;

    private final double decay;
    private final double squareDecay;
    private final Map<String, float[]> momenta = new LinkedHashMap<>();
    private final Map<String, float[]> squares = new LinkedHashMap<>();
    private final Map<String, Mask> nothing = new LinkedHashMap<>();

    private DenseMomentum(double decay, double squareDecay) {
        this.decay = decay;
        this.squareDecay = squareDecay;
    }

    /**
     * {@code m = decay m + g}, the momentum of SGD.
     *
     * @param decay in [0, 1); 0.9 in the paper
     * @return a momentum for one network
     * @throws DL4JInvalidConfigException if the decay is outside of [0, 1)
     */
    public static DenseMomentum sgd(double decay) {
        check(decay);
        return new DenseMomentum(decay, Double.NaN);
    }

    /**
     * {@code m1 / (sqrt(m2) + 1e-8)}, {@code m1 = b1 m1 + (1 - b1) g}, {@code m2 = b2 m2 + (1 - b2) g^2}: the
     * direction of Adam, without correction of the first steps' bias.
     *
     * @param decay b1, in [0, 1)
     * @param squareDecay b2, in [0, 1)
     * @return a momentum for one network
     * @throws DL4JInvalidConfigException if a decay is outside of [0, 1)
     */
    public static DenseMomentum adam(double decay, double squareDecay) {
        check(decay);
        check(squareDecay);
        return new DenseMomentum(decay, squareDecay);
    }

    private static void check(double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new DL4JInvalidConfigException("The decay (" + decay + ") of the momentum must be in [0, 1).");
        }
    }

    private boolean isAdam() {
        return !Double.isNaN(squareDecay);
    }

    @Override
    public boolean needsEveryGradient() {
        return true;
    }

    @Override
    public void check(NetworkView network, List<WeightShape> weights) {
        OneNetwork.check(this, !momenta.isEmpty());
        long numbers = weights.stream().mapToLong(WeightShape::size).sum() * (isAdam() ? 2 : 1);
        if (numbers > MOST_NUMBERS) {
            throw new DL4JInvalidConfigException(
                    "The (" + this + ") of each position of the weights would be (" + numbers
                            + ") numbers; at most (" + MOST_NUMBERS
                            + ") can be kept. Grow by the gradient of a single step: GrowthCriterion.gradient().");
        }
    }

    @Override
    public void attached(NetworkView network, List<SparseWeight> weights) {
        for (SparseWeight weight : weights) {
            WeightShape shape = weight.shape();
            int size = Math.toIntExact(shape.size());
            momenta.put(weight.name(), new float[size]);
            if (isAdam()) {
                squares.put(weight.name(), new float[size]);
            }
            nothing.put(
                    weight.name(),
                    Mask.empty(shape.dims().stream().mapToLong(Long::longValue).toArray()));
        }
    }

    @Override
    public void afterGradient(List<SparseWeight> weights) {
        for (SparseWeight weight : weights) {
            float[] momentum = momenta.get(weight.name());
            float[] square = squares.get(weight.name());
            weight.forEachGradient(nothing.get(weight.name()), (position, gradient) -> {
                int i = (int) position;
                if (square == null) {
                    momentum[i] = (float) (decay * momentum[i] + gradient);
                } else {
                    momentum[i] = (float) (decay * momentum[i] + (1 - decay) * gradient);
                    square[i] = (float) (squareDecay * square[i] + (1 - squareDecay) * gradient * gradient);
                }
            });
        }
    }

    /** The present momentum of a position. */
    double at(String weight, long position) {
        double momentum = momenta.get(weight)[(int) position];
        float[] square = squares.get(weight);
        return square == null ? momentum : momentum / (Math.sqrt(square[(int) position]) + EPSILON);
    }

    /** Visits the momentum of every position outside of a set, ascending. */
    void forEach(String weight, PositionSet except, PositionVisitor visitor) {
        PrimitiveIterator.OfLong left = except.iterator();
        long next = left.hasNext() ? left.nextLong() : -1;
        for (long position = 0; position < except.universe(); position++) {
            if (position == next) {
                next = left.hasNext() ? left.nextLong() : -1;
            } else {
                visitor.visit(position, at(weight, position));
            }
        }
    }

    @Override
    public void writeState(DataOutput out) throws IOException {
        for (Map<String, float[]> numbers : List.of(momenta, squares)) {
            for (float[] array : numbers.values()) {
                for (float number : array) {
                    out.writeFloat(number);
                }
            }
        }
    }

    @Override
    public void readState(DataInput in) throws IOException {
        for (Map<String, float[]> numbers : List.of(momenta, squares)) {
            for (float[] array : numbers.values()) {
                for (int i = 0; i < array.length; i++) {
                    array[i] = in.readFloat();
                }
            }
        }
    }

    @Override
    public String toString() {
        return "momentum " + decay + (isAdam() ? " over the root of " + squareDecay : "");
    }
}
