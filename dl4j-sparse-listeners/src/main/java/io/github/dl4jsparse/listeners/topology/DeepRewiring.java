package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The random walk of DEEP R: {@code w = s theta} with a fixed sign s; after the step {@code theta -= eta s dL/dw} of
 * plain SGD follows {@code theta += -eta a + sqrt(2 eta T) nu}, {@code nu ~ N(0, 1)}. Where theta has become negative
 * the connection is dropped. One that is drawn again at once, or cannot be dropped because its weight has no other
 * place, goes on at {@code theta = 1e-12}. Bellec et al., <i>Deep Rewiring</i>, ICLR 2018, algorithm 1.
 */
final class DeepRewiring implements DropCriterion {

    /** Theta of a connection that wakes up, as in the authors' code: small, and of a sign. */
    static final double AWAKENING = 1e-12;

    private final double drift;
    private final double temperature;
    private final Map<String, FixedSigns> signs = new HashMap<>();
    private final Map<String, long[]> crossed = new HashMap<>();
    private NetworkView network;
    private long seed;

    DeepRewiring(double drift, double temperature) {
        if (!(drift >= 0 && Double.isFinite(drift)) || !(temperature >= 0 && Double.isFinite(temperature))) {
            throw new DL4JInvalidConfigException(
                    "The drift (" + drift + ") and the temperature (" + temperature + ") must not be negative.");
        }
        this.drift = drift;
        this.temperature = temperature;
    }

    /** The first value of connections that wake up. */
    GrowthInit awakening() {
        return new NamedInit("+-" + AWAKENING, (update, kept, grown) -> {
            FixedSigns fixed = signs(update.weight());
            return Arrays.stream(grown)
                    .mapToDouble(position -> fixed.of(position) * AWAKENING)
                    .toArray();
        });
    }

    @Override
    public void seed(long chosen) {
        seed = chosen;
        signs.clear();
    }

    @Override
    public void check(NetworkView view, List<WeightShape> weights) {
        OneNetwork.check(this, network != null);
        new RequiredUpdater(
                        Sgd.class, "DEEP R is a random walk of plain SGD; with other updaters use SET, for example.")
                .check(view, weights);
    }

    @Override
    public void attached(NetworkView view, List<SparseWeight> weights) {
        network = view;
    }

    @Override
    public boolean setsFirstWeights() {
        return true;
    }

    /** {@code |N(0, 1)| / sqrt(nIn)}, with each position's sign. */
    @Override
    public void begin(List<SparseWeight> weights) {
        for (SparseWeight weight : weights) {
            FixedSigns fixed = signs(weight);
            RandomStream random = RandomStream.of(seed, "magnitude " + weight.name());
            double fanIn = (double) weight.shape().size() / weight.shape().outputs();
            weight.replaceActive(
                    (position, value) -> fixed.of(position) * Math.abs(random.nextGaussian()) / Math.sqrt(fanIn));
        }
    }

    @Override
    public void afterStep(List<SparseWeight> weights, long step) {
        for (SparseWeight weight : weights) {
            double rate = network.updaterOf(
                            weight.shape().layer(), weight.shape().parameter())
                    .getLearningRate(network.iterationCount(), network.epochCount());
            walk(weight, rate, step);
        }
    }

    /** A step of the walk, without the part that the gradient makes. */
    void walk(SparseWeight weight, double rate, long step) {
        FixedSigns fixed = signs(weight);
        RandomStream random = RandomStream.of(seed, "walk " + weight.name(), step);
        double noise = Math.sqrt(2 * rate * temperature);
        LongList below = new LongList();
        weight.replaceActive((position, value) -> {
            int sign = fixed.of(position);
            double theta = sign * value - rate * drift + (noise > 0 ? noise * random.nextGaussian() : 0);
            if (theta < 0) {
                below.add(position);
                return sign * AWAKENING;
            }
            return sign * theta;
        });
        crossed.put(weight.name(), below.sorted());
    }

    private FixedSigns signs(SparseWeight weight) {
        return signs.computeIfAbsent(weight.name(), name -> new FixedSigns(seed, name));
    }

    @Override
    public long[] select(LayerUpdate update) {
        long[] below = crossed.getOrDefault(update.weight().name(), new long[0]);
        return Arrays.copyOf(below, (int) Math.min(below.length, update.limit()));
    }

    @Override
    public String toString() {
        return "sign crossing, drift " + drift + ", temperature " + temperature;
    }
}
