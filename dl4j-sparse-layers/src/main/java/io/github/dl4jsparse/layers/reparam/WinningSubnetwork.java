package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Winning subnetworks (Kang et al., <i>Forget-free Continual Learning with Winning Subnetworks</i>, ICML 2022): weights and scores
 * are trained together, and the weights with the largest scores are used. With {@code G = dL/dW_eff}, kept fraction c, and A the
 * frozen positions,
 *
 * <pre>
 *   M = the n - round((1 - c)(n - 1)) largest |s| of the n in the array, ties by position
 *   W_eff = W M
 *   dL/dW = G M (1 - A),   dL/ds = G W sign(s)
 * </pre>
 *
 * so that at least one weight is used. Extra parameters are {@code score}, which starts uniformly in {@code +-1/sqrt(fan-in)}, and
 * {@code frozen}, 0 at first. Positions where {@code frozen} is set to 1 from outside, {@code layer.setParam("frozenW", array)},
 * belong to earlier tasks: they may be used, and they keep their bits through training, whatever updater, regularisation and
 * constraints do. Biases are trained as the layer does it; the paper's layers have none ({@code hasBias(false)}).
 *
 * <p>A score that is no number makes its weight none either.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class WinningSubnetwork implements Reparameterization {

    private static final long serialVersionUID = 1L;

    private final double kept;

    private final IUpdater scoreUpdater;

    @JsonCreator
    WinningSubnetwork(@JsonProperty("kept") double kept, @JsonProperty("scoreUpdater") IUpdater scoreUpdater) {
        if (!(kept > 0 && kept <= 1)) {
            throw new DL4JInvalidConfigException("The kept fraction (" + kept
                    + ") of a winning subnetwork must be in (0, 1]. Maybe you passed a percentage?");
        }
        this.kept = kept;
        this.scoreUpdater = scoreUpdater;
    }

    /**
     * A subnetwork of a part of each array's weights.
     *
     * @param fraction the part that is used, in (0, 1]; 0.5 is usual
     * @return the reparameterization
     * @throws DL4JInvalidConfigException if the fraction is outside of (0, 1]
     */
    public static WinningSubnetwork keeping(double fraction) {
        return new WinningSubnetwork(fraction, null);
    }

    /**
     * The same with an updater of the scores' own.
     *
     * @param updater the updater; null for the layer's
     * @return a new reparameterization
     */
    public WinningSubnetwork scoreUpdater(IUpdater updater) {
        return new WinningSubnetwork(kept, updater);
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        return List.of(
                ExtraParameter.perWeight("score", ExtraParameter.Start.uniform(1 / Math.sqrt(array.fanIn()))),
                ExtraParameter.perWeight("frozen", ExtraParameter.Start.at(0)).untrained());
    }

    @Override
    public IUpdater extraUpdater() {
        return scoreUpdater;
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        int size = array.size();
        return new Computation(array, size - (int) Math.rint((1 - kept) * (size - 1)));
    }

    private static final class Computation implements EffectiveWeight {

        private final LargestScores winners;
        private final long[] mask = new long[NumberBlocks.SIZE];
        private final int size;
        private double[] before;

        Computation(WeightArray array, int count) {
            winners = new LargestScores(array, count);
            size = array.size();
        }

        private static boolean frozen(double flag) {
            return flag >= 0.5;
        }

        @Override
        public void begin(WeightPass pass) {
            winners.select(pass, 0);
        }

        @Override
        public void forward(WeightBlock block, WeightPass pass) {
            double[] w = block.weights();
            double[] s = block.extra(0);
            double[] used = block.effective();
            winners.choose(s, block.first(), block.count(), mask);
            long suspect = 0;
            for (int k = 0; k < block.count(); k++) {
                suspect |= BitMask.suspect(s[k]);
                used[k] = BitMask.keep(w[k], mask[k]);
            }
            if (suspect < 0) {
                BitMask.spread(s, used, block.count());
            }
            if (pass.training()) {
                remember(block);
            }
        }

        /** Frozen weights as they are before the step: a gradient of 0 does not keep momentum and decay away. */
        private void remember(WeightBlock block) {
            double[] w = block.weights();
            double[] flags = block.extra(1);
            for (int k = 0; k < block.count(); k++) {
                boolean frozen = frozen(flags[k]);
                if (frozen && before == null) {
                    before = new double[size];
                    Arrays.fill(before, Double.NaN);
                }
                if (before != null) {
                    before[block.first() + k] = frozen ? w[k] : Double.NaN;
                }
            }
        }

        @Override
        public void backward(WeightBlock block, WeightPass pass) {
            double[] w = block.weights();
            double[] s = block.extra(0);
            double[] flags = block.extra(1);
            double[] g = block.gradient();
            double[] scoreGradient = block.extraGradient(0);
            winners.choose(s, block.first(), block.count(), mask);
            for (int k = 0; k < block.count(); k++) {
                scoreGradient[k] = g[k] * w[k] * Math.signum(s[k]);
                g[k] = BitMask.keep(g[k], mask[k] & BitMask.above(0.5, flags[k]));
            }
        }

        @Override
        public boolean restoresWeights() {
            return before != null;
        }

        @Override
        public boolean afterStep(WeightBlock block, WeightPass pass) {
            double[] w = block.weights();
            boolean changed = false;
            for (int k = 0; k < block.count(); k++) {
                double remembered = before[block.first() + k];
                if (!Double.isNaN(remembered)) {
                    w[k] = remembered;
                    changed = true;
                }
            }
            return changed;
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof WinningSubnetwork other
                && kept == other.kept
                && Objects.equals(scoreUpdater, other.scoreUpdater);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kept, scoreUpdater);
    }
}
