package io.github.dl4jsparse.layers.reparam;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A supermask: weights stay as they were initialised, and which of them are used is learned through a score s for each. With
 * {@code G = dL/dW_eff} and the rules
 *
 * <pre>
 *   TOP_K       M = the n - floor((1 - k) n) largest |s| of the n in the array, ties by position;  dL/ds = G W sign(s)
 *   THRESHOLD   M = 1[s &gt;= 0];                                                                      dL/ds = G W
 *   BERNOULLI   M ~ Bernoulli(p), p = sigmoid(s), one draw for each training pass;               dL/ds = G W p (1 - p)
 *   W_eff = W M
 * </pre>
 *
 * TOP_K is edge-popup (Ramanujan et al., <i>What's Hidden in a Randomly Weighted Neural Network?</i>, CVPR 2020), THRESHOLD is the
 * other rule of SupSup (Wortsman et al., <i>Supermasks in Superposition</i>, NeurIPS 2020), BERNOULLI is that of Zhou et al.
 * (<i>Deconstructing Lottery Tickets</i>, NeurIPS 2019, section 5). At inference nothing is drawn: BERNOULLI uses the weights with
 * {@code p >= 1/2}, which is {@code s >= 0}.
 *
 * <p>Weights start as {@code +-sqrt(2 / fan-in)} with the sign that the layer's initialisation draws, or as they are drawn ({@link
 * #drawnWeights}). Neither they nor biases nor other parameters of the layer are trained. The extra parameter is {@code score}. It
 * starts uniformly in {@code +-1/sqrt(fan-in)}, and at 0 for BERNOULLI, and is trained by the layer's updater unless it has its own.
 * A score that is no number makes its weight none either.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class Supermask implements Reparameterization {

    private static final long serialVersionUID = 1L;

    /** How scores become a mask. */
    public enum Rule {
        /** The largest magnitudes. */
        TOP_K,
        /** Scores from 0 on. */
        THRESHOLD,
        /** Drawn, with the score's sigmoid as probability. */
        BERNOULLI
    }

    private final Rule rule;

    private final KeptShare share;

    private final boolean drawnWeights;

    private final boolean rescaled;

    private final double scoreL2;

    private final IUpdater scoreUpdater;

    @JsonCreator
    Supermask(
            @JsonProperty("rule") Rule rule,
            @JsonProperty("share") KeptShare share,
            @JsonProperty("drawnWeights") boolean drawnWeights,
            @JsonProperty("rescaled") boolean rescaled,
            @JsonProperty("scoreL2") double scoreL2,
            @JsonProperty("scoreUpdater") IUpdater scoreUpdater) {
        if (!(scoreL2 >= 0) || Double.isInfinite(scoreL2)) {
            throw new DL4JInvalidConfigException(
                    "The L2 coefficient (" + scoreL2 + ") of the scores must be a number of at least 0.");
        }
        this.rule = Objects.requireNonNull(rule, "rule");
        this.share = share;
        this.drawnWeights = drawnWeights;
        this.rescaled = rescaled;
        this.scoreL2 = scoreL2;
        this.scoreUpdater = scoreUpdater;
    }

    private static Supermask of(Rule rule, KeptShare share) {
        return new Supermask(rule, share, false, false, 0, null);
    }

    /**
     * A fixed share of each array's weights, those with the largest scores.
     *
     * @param k the share that is used, in (0, 1]; 0.5 is edge-popup's best on large networks
     * @return the mask
     * @throws DL4JInvalidConfigException if k is outside of (0, 1]
     */
    public static Supermask topK(double k) {
        return of(Rule.TOP_K, KeptShare.fixed(k));
    }

    /**
     * As {@link #topK}, with a share for each array by its size: {@code k = min(0.5, sigma (inputs + units) / n)}, as in SupSup.
     *
     * @param sigma positive; 1 to 32 in the paper, more is denser
     * @return the mask
     * @throws DL4JInvalidConfigException if sigma is not a positive number
     */
    public static Supermask erdosRenyi(double sigma) {
        return of(Rule.TOP_K, KeptShare.erdosRenyi(sigma));
    }

    /**
     * The weights whose scores are not negative: about half of them at first.
     *
     * @return the mask
     */
    public static Supermask threshold() {
        return of(Rule.THRESHOLD, null);
    }

    /**
     * A mask that is drawn anew in each training pass.
     *
     * @return the mask
     */
    public static Supermask bernoulli() {
        return of(Rule.BERNOULLI, null);
    }

    /**
     * The same over the weights that the layer's initialisation draws, instead of constants with their signs.
     *
     * @return a new mask
     */
    public Supermask drawnWeights() {
        return new Supermask(rule, share, true, rescaled, scoreL2, scoreUpdater);
    }

    /**
     * The same with dynamic rescaling (Zhou et al.): effective weights times n / (number of used ones), in each array and pass. The
     * factor counts as a constant in gradients.
     *
     * @return a new mask
     */
    public Supermask rescaled() {
        return new Supermask(rule, share, drawnWeights, true, scoreL2, scoreUpdater);
    }

    /**
     * The same with L2 on the scores; SupSup has 1e-4 with Adam and SGD, and none with RMSprop.
     *
     * @param coefficient at least 0
     * @return a new mask
     * @throws DL4JInvalidConfigException if it is negative or no number
     */
    public Supermask scoreL2(double coefficient) {
        return new Supermask(rule, share, drawnWeights, rescaled, coefficient, scoreUpdater);
    }

    /**
     * The same with an updater of the scores' own.
     *
     * @param updater the updater; null for the layer's
     * @return a new mask
     */
    public Supermask scoreUpdater(IUpdater updater) {
        return new Supermask(rule, share, drawnWeights, rescaled, scoreL2, updater);
    }

    /**
     * Whether effective weights are {@linkplain #rescaled rescaled}, so that a mask over the weights does not tell them.
     *
     * @return false unless asked for
     */
    public boolean isRescaled() {
        return rescaled;
    }

    @Override
    public StoredWeights storedWeights() {
        return StoredWeights.FROZEN;
    }

    @Override
    public boolean freezesTheRest() {
        return true;
    }

    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        ExtraParameter.Start start = rule == Rule.BERNOULLI
                ? ExtraParameter.Start.at(0)
                : ExtraParameter.Start.uniform(1 / Math.sqrt(array.fanIn()));
        List<Regularization> added = scoreL2 == 0 ? List.of() : List.of(new L2Regularization(scoreL2));
        return List.of(ExtraParameter.perWeight("score", start).regularized(added));
    }

    @Override
    public double initialWeight(WeightArray array, double drawn) {
        return drawnWeights ? drawn : Math.copySign(Math.sqrt(2.0 / array.fanIn()), drawn);
    }

    @Override
    public IUpdater extraUpdater() {
        return scoreUpdater;
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        return rule == Rule.THRESHOLD && !rescaled
                ? ScoredWeight.notNegative()
                : new SupermaskedWeight(array, choice(array), rescaled);
    }

    private MaskChoice choice(WeightArray array) {
        return switch (rule) {
            case TOP_K -> new TopChoice(array, share.of(array));
            case THRESHOLD -> new ThresholdChoice();
            case BERNOULLI -> new BernoulliChoice();
        };
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Supermask other
                && rule == other.rule
                && Objects.equals(share, other.share)
                && drawnWeights == other.drawnWeights
                && rescaled == other.rescaled
                && scoreL2 == other.scoreL2
                && Objects.equals(scoreUpdater, other.scoreUpdater);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule, share, drawnWeights, rescaled, scoreL2, scoreUpdater);
    }
}
