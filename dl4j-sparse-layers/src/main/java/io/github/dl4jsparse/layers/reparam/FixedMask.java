package io.github.dl4jsparse.layers.reparam;

import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * A mask that is carried with the network as a parameter and that only a listener changes: {@code W_eff = W M}, {@code dL/dW =
 * dL/dW_eff M}.
 *
 * <p>The storage for topology listeners whose mask must travel with the network itself: {@code clone()}, {@code ModelSerializer},
 * workers. A listener that is attached finds it by {@code NetworkWeights}, gives it its first topology or, if it has one already,
 * goes on with that, and rewires it as it rewires masks over ordinary layers. Without a listener the topology stays.
 *
 * <p>The extra parameter is {@code mask}, 1 for active positions and 0 for others, all 1 at first; a position is active from 0.5
 * on, so that averages of equal masks over workers do no harm. After each training step inactive positions hold +0.0 among the
 * stored weights; the effective ones are +0.0 there at any time, whatever is stored. What may be set from outside is {@code
 * layer.setParam("maskW", array)}.
 */
public final class FixedMask implements Reparameterization {

    private static final long serialVersionUID = 1L;

    /** What the extra is called, before the name of the array. */
    static final String MASK = "mask";

    @JsonCreator
    FixedMask() {}

    /**
     * A mask with all positions active.
     *
     * @return the mask
     */
    public static FixedMask dense() {
        return new FixedMask();
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        return List.of(
                ExtraParameter.perWeight(MASK, ExtraParameter.Start.at(1)).untrained());
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        return new Computation();
    }

    /** A {@link BitMask} of the positions that are not active. */
    private static long inactive(double mask) {
        return BitMask.above(0.5, mask);
    }

    private static final class Computation implements BitSelection {

        private static final int HALF = Float.floatToRawIntBits(0.5f);

        @Override
        public void forward(WeightBlock block, WeightPass pass) {
            double[] w = block.weights();
            double[] mask = block.extra(0);
            double[] used = block.effective();
            for (int k = 0; k < block.count(); k++) {
                used[k] = BitMask.keep(w[k], ~inactive(mask[k]));
            }
        }

        @Override
        public void backward(WeightBlock block, WeightPass pass) {
            if (!pass.denseGradient()) {
                zeroInactive(block.gradient(), block);
            }
        }

        @Override
        public boolean restoresWeights() {
            return true;
        }

        @Override
        public boolean afterStep(WeightBlock block, WeightPass pass) {
            return zeroInactive(block.weights(), block);
        }

        @Override
        public int keepUsed(int[] numbers, int[] extra, int count) {
            int removed = 0;
            for (int k = 0; k < count; k++) {
                int inactive = (extra[k] - HALF | extra[k]) >> 31; // as floats that are not negative, bits are in order
                removed |= numbers[k] & inactive;
                numbers[k] &= ~inactive;
            }
            return removed;
        }

        private static boolean zeroInactive(double[] numbers, WeightBlock block) {
            double[] mask = block.extra(0);
            long changed = 0;
            for (int k = 0; k < block.count(); k++) {
                long inactive = inactive(mask[k]);
                changed |= Double.doubleToRawLongBits(numbers[k]) & inactive;
                numbers[k] = BitMask.keep(numbers[k], ~inactive);
            }
            return changed != 0;
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FixedMask;
    }

    @Override
    public int hashCode() {
        return FixedMask.class.hashCode();
    }
}
