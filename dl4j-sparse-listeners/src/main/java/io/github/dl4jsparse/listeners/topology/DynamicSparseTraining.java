package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.init.IsometryReport;
import io.github.dl4jsparse.layers.init.LayerwiseIsometry;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.Sparsity;
import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import io.github.dl4jsparse.layers.updater.Smet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Dynamic sparse training, put together from parts: initial distribution, drop criterion, growth criterion, growth
 * initialisation, schedule and drop fraction. The named methods are compositions with their papers' values; every part can
 * be exchanged.
 *
 * <pre>{@code
 * DynamicSparseTraining.rigl().sparsity(0.9).until(epochs(10)).seed(42).attach(net);
 * net.fit(train, 10);
 * }</pre>
 *
 * <p>How sparse is said once: by {@link #sparsity}, {@link #epsilon} or {@link #distribution}. A network all of whose
 * sparsifiable layers are truly sparse layers needs none of them: those layers have their own budgets.
 */
public final class DynamicSparseTraining {

    private final String name;
    private DropCriterion drop = DropCriterion.magnitude();
    private GrowthCriterion grow = GrowthCriterion.random();
    private GrowthInit init = GrowthInit.zero();
    private Redistribution redistribution = Redistribution.none();
    private DensitySchedule density;
    private UpdateSchedule schedule = UpdateSchedule.never();
    private DropFraction fraction = DropFraction.constant(0);
    private CountRounding rounding = CountRounding.FLOOR;
    private boolean excludeJustDropped;
    private Horizon horizon;
    private Long seed;
    private SparsityDistribution distribution;
    private MaskSet topology;
    private boolean sparseOutput = true;
    private boolean independentDraw;
    private boolean sparsityAwareInit;
    private Consumer<TopologyUpdate> observer = update -> {};
    private final List<MethodPart> further = new ArrayList<>();

    private DynamicSparseTraining(String name) {
        this.name = name;
    }

    /**
     * A static sparse network: a topology drawn once at random. The baseline of every dynamic method; Liu et al., <i>The
     * Unreasonable Effectiveness of Random Pruning</i>, ICLR 2022.
     *
     * @return the method
     */
    public static DynamicSparseTraining fixed() {
        return new DynamicSparseTraining("fixed");
    }

    /**
     * Sparse Evolutionary Training: after every epoch but the last, the fraction zeta = 0.3 of each sign's weights closest
     * to zero is replaced by random connections with values from N(0, 0.1^2). The output layer stays dense. Mocanu et al.,
     * Nature Communications 2018; the paper draws its topology with {@code epsilon(20)}.
     *
     * @return the method
     */
    public static DynamicSparseTraining set() {
        return new DynamicSparseTraining("set")
                .drop(DropCriterion.perSign())
                .grow(GrowthCriterion.random())
                .init(GrowthInit.normal(0.1))
                .schedule(UpdateSchedule.everyEpoch())
                .fraction(DropFraction.constant(0.3))
                .sparseOutput(false);
    }

    /**
     * RigL: every 100 steps of the first three quarters of the training, the fraction {@code 0.3 / 2 (1 + cos(pi t /
     * T_end))} of smallest magnitudes is replaced by the connections of largest gradients, which start at zero. Evci et
     * al., <i>Rigging the Lottery</i>, ICML 2020, algorithm 1. Departure: the update of the topology follows the update of
     * the weights; the authors' code skips the latter in that step.
     *
     * @return the method
     */
    public static DynamicSparseTraining rigl() {
        return new DynamicSparseTraining("rigl")
                .drop(DropCriterion.magnitude())
                .grow(GrowthCriterion.gradient())
                .init(GrowthInit.zero())
                .schedule(UpdateSchedule.everySteps(100).stoppingAt(0.75))
                .fraction(DropFraction.cosine(0.3));
    }

    /**
     * Dynamic sparse reparameterisation: every 100 steps all magnitudes below one adaptive threshold are dropped, about {@code
     * wanted} of the network's, and as many connections grow at random, at zero, in proportion to what has survived in each
     * weight, never where they were just dropped. Mostafa and Wang, ICML 2019, algorithm 1. Departure: quotas are rounded by the
     * largest remainder, not at random; the interval is constant.
     *
     * @param wanted how many connections an update should drop, positive
     * @return the method
     */
    public static DynamicSparseTraining dsr(long wanted) {
        return new DynamicSparseTraining("dsr")
                .drop(DropCriterion.adaptiveThreshold(1e-3, wanted, 0.1))
                .grow(GrowthCriterion.random())
                .redistribution(Redistribution.bySurvivors())
                .excludeJustDropped(true)
                .schedule(UpdateSchedule.everySteps(100))
                .fraction(DropFraction.constant(0));
    }

    /**
     * SET with the recipe of in-time over-parameterisation: long intervals of 1500 steps, half of the connections replaced, by a
     * cosine down to 0.005 and to the end. Liu et al., ICML 2021.
     *
     * @return the method
     */
    public static DynamicSparseTraining setItop() {
        return itop("set-itop").grow(GrowthCriterion.random()).schedule(UpdateSchedule.everySteps(1500));
    }

    /**
     * RigL with the recipe of in-time over-parameterisation: as {@link #setItop}, every 4000 steps, grown by gradients.
     *
     * @return the method
     */
    public static DynamicSparseTraining riglItop() {
        return itop("rigl-itop").grow(GrowthCriterion.gradient()).schedule(UpdateSchedule.everySteps(4000));
    }

    private static DynamicSparseTraining itop(String name) {
        return new DynamicSparseTraining(name)
                .drop(DropCriterion.magnitude())
                .fraction(DropFraction.cosine(0.5, 0.005))
                .rounding(CountRounding.CEILING);
    }

    /**
     * Gradual magnitude pruning: every 100 steps the network is pruned to a density that falls by a cubic law from {@code start} to
     * {@code end} over the first three quarters of the training, whose length {@link #until} must say; nothing grows. Zhu and
     * Gupta 2017.
     *
     * @param start the density at the start, in (0, 1]
     * @param end the density at the end, in (0, start]
     * @return the method
     */
    public static DynamicSparseTraining gmp(double start, double end) {
        return new DynamicSparseTraining("gmp")
                .sparsity(1 - start)
                .density(DensitySchedule.cubic(start, end, 0, 0.75))
                .schedule(UpdateSchedule.everySteps(100));
    }

    /**
     * GraNet: every 1000 steps the network is pruned as by {@link #gmp}, over the first half of the training, whose length
     * {@link #until} must say, and then half of each weight's connections, by a cosine down to 0.005, are replaced by those of
     * largest gradients. Liu et al., NeurIPS 2021.
     *
     * @param start the density at the start: 1 from dense to sparse, 0.5 from sparse to sparse
     * @param end the density at the end, in (0, start]
     * @return the method
     */
    public static DynamicSparseTraining granet(double start, double end) {
        return new DynamicSparseTraining("granet")
                .sparsity(1 - start)
                .density(DensitySchedule.cubic(start, end, 0, 0.5))
                .drop(DropCriterion.magnitude())
                .grow(GrowthCriterion.gradient())
                .fraction(DropFraction.cosine(0.5, 0.005))
                .rounding(CountRounding.CEILING)
                .schedule(UpdateSchedule.everySteps(1000));
    }

    /**
     * DEEP R: every step, plain SGD is followed by the L1 drift {@code -eta a} and the noise {@code sqrt(2 eta T) nu}
     * of each connection's magnitude; a connection whose sign would change becomes dormant, and as many dormant
     * positions of the same weight, drawn at random, wake up at {@code 1e-12} with the sign that each position has
     * for ever. Bellec et al., <i>Deep Rewiring</i>, ICLR 2018, algorithm 1. Layers must have the updater {@code
     * Sgd}, whose rate eta is. What has just become dormant may wake up at once, unless {@link #excludeJustDropped}
     * says otherwise; attachment draws all magnitudes anew, {@code |N(0, 1)| / sqrt(inputs)}; {@code
     * redistribution(Redistribution.random())} gives the variant whose number of connections is that of the whole
     * network.
     *
     * @param drift a, not negative; the paper's code has 1e-5
     * @param temperature T, not negative; 0 is without noise
     * @return the method
     * @throws DL4JInvalidConfigException if a number is out of its range
     */
    public static DynamicSparseTraining deepR(double drift, double temperature) {
        DeepRewiring walk = new DeepRewiring(drift, temperature);
        return new DynamicSparseTraining("deepr")
                .drop(walk)
                .grow(GrowthCriterion.random())
                .init(walk.awakening())
                .schedule(UpdateSchedule.everySteps(1));
    }

    /**
     * SMET: every 100 steps the fraction 0.2, by a cosine down to 0.005, of smallest magnitudes is replaced by random
     * connections at zero, never where they were just dropped. Output layers stay dense. The layers must have the
     * updater {@link Smet}, in which each connection has an age of its own: that is what the method is about. The
     * same topology under another updater is {@code
     * of("adam").schedule(UpdateSchedule.everySteps(100)).fraction(DropFraction.cosine(0.2,
     * 0.005)).rounding(CountRounding.CEILING).excludeJustDropped(true)}. Xiao et al., <i>SMET</i>, ICML 2026.
     * Departure: an exact number of connections is drawn by Erdős–Rényi-kernel, the authors' code draws every
     * position with the same probability ({@code distribution(SparsityDistribution.uniform(s)).independentDraw()}).
     *
     * @return the method
     */
    public static DynamicSparseTraining smet() {
        return new DynamicSparseTraining("smet")
                .drop(DropCriterion.magnitude())
                .grow(GrowthCriterion.random())
                .excludeJustDropped(true)
                .schedule(UpdateSchedule.everySteps(100))
                .fraction(DropFraction.cosine(0.2, 0.005))
                .rounding(CountRounding.CEILING) // int(n (1 - r)) are kept
                .sparseOutput(false)
                .also(new RequiredUpdater(
                        Smet.class, "Configure .updater(new Smet(1e-3)), or compose the topology alone."));
    }

    /**
     * Selfish-RNN: at the end of each epoch the fraction 0.7, by a cosine down to 0.005, of smallest magnitudes of each
     * recurrent cell is dropped, input and recurrent weights and all gates together, and as many positions of the
     * cell, drawn at random, grow at zero, so that gates exchange connections and the cell keeps its number. Other
     * layers replace their own. Liu et al., <i>Selfish Sparse RNN Training</i>, ICML 2021, which trains with an
     * averaging optimiser of its own: {@code NonMonotoneAveraging}. Moves connections between two arrays, which truly
     * sparse layers cannot; there use {@link #setLstm}.
     *
     * @return the method
     */
    public static DynamicSparseTraining selfishRnn() {
        return new DynamicSparseTraining("selfish-rnn")
                .drop(DropCriterion.smallestOfCell(DropScore.magnitude()))
                .grow(GrowthCriterion.random())
                .redistribution(Redistribution.randomInCells())
                .schedule(UpdateSchedule.everyEpoch())
                .fraction(DropFraction.cosine(0.7, 0.005))
                .rounding(CountRounding.CEILING);
    }

    /**
     * SET for recurrent networks: each gate's input and recurrent weights are a matrix of its own, in which {@link
     * #set} replaces connections, so that every gate of a cell keeps its number. Liu et al., <i>Intrinsically Sparse
     * Long Short-Term Memory Networks</i>, 2019. A gate's matrix never drops more than it has free places.
     *
     * @return the method
     */
    public static DynamicSparseTraining setLstm() {
        GateMatrices matrices = new GateMatrices(DropCriterion.perSign());
        return new DynamicSparseTraining("set-lstm")
                .drop(matrices)
                .grow(matrices)
                .init(GrowthInit.normal(0.1))
                .schedule(UpdateSchedule.everyEpoch())
                .fraction(DropFraction.constant(0.3))
                .sparseOutput(false);
    }

    /**
     * PALS finds the sparsity itself: it begins dense, and every 100 steps of the first two thirds of the training
     * half of each weight's connections, by a cosine down to 0.005, of smallest magnitudes are replaced by those of
     * largest gradients; by the validation loss L the network shrinks meanwhile by the factor gamma = 1.1 ({@code L
     * <= lambda} times the best loss, lambda = 1.1, up to the sparsity 0.9), expands by it, or stays. Below the
     * sparsity 0.2 it always shrinks. Atashgahi et al., <i>Adaptive Sparsity Level during Training for Efficient Time
     * Series Forecasting with Transformers</i>, 2023, algorithm 1. The loss is computed right before each update,
     * without penalties of the weights; training goes on as if it had not been. The number of connections changes,
     * which truly sparse layers cannot.
     *
     * @param validation examples that are not trained on, for networks with one input and one output; read anew for
     *     each update
     * @return the method; attaching it is refused if there are no examples (null)
     */
    public static DynamicSparseTraining pals(DataSetIterator validation) {
        return pals(validation == null ? null : new ValidationLoss(validation));
    }

    /**
     * PALS, as {@link #pals(DataSetIterator)}, by a loss of your own.
     *
     * @param loss of the network that is trained, asked between two steps; must leave the network as it is
     * @return the method
     */
    public static DynamicSparseTraining pals(ToDoubleFunction<? super Model> loss) {
        return new DynamicSparseTraining("pals")
                .sparsity(0)
                .drop(DropCriterion.magnitude())
                .grow(GrowthCriterion.gradient())
                .redistribution(Redistribution.byValidation(loss, 1.1, 1.1))
                .fraction(DropFraction.cosine(0.5, 0.005))
                .rounding(CountRounding.CEILING)
                .schedule(UpdateSchedule.everySteps(100).stoppingAt(2.0 / 3));
    }

    /**
     * Sparse momentum with the momentum of SGD, {@code DenseMomentum.sgd(0.9)}: see {@link
     * #sparseMomentum(DenseMomentum)}.
     *
     * @return the method
     */
    public static DynamicSparseTraining sparseMomentum() {
        return sparseMomentum(DenseMomentum.sgd(0.9));
    }

    /**
     * Sparse momentum: after every epoch but the last, the fraction 0.5, by a cosine down to 0.005, of each weight's
     * smallest magnitudes is dropped, and as many connections grow, at zero: in the weights in proportion to the mean
     * momentum of their connections, in each of them where the momentum is largest. Dettmers and Zettlemoyer,
     * <i>Sparse Networks from Scratch</i>, arXiv 1907.04840; the paper draws its topology uniformly. The momentum is
     * the method's own and dense; the updater's state stays masked. Departures: quotas are rounded by the largest
     * remainder, so that the number of connections is exact without the code's later corrections, and what a full
     * weight leaves over is spread in proportion, not evenly. Layers' numbers of connections change, which truly
     * sparse layers refuse.
     *
     * @param momentum of one network
     * @return the method
     */
    public static DynamicSparseTraining sparseMomentum(DenseMomentum momentum) {
        return new DynamicSparseTraining("snfs")
                .drop(DropCriterion.magnitude())
                .grow(GrowthCriterion.momentum(momentum))
                .redistribution(Redistribution.byMomentum(momentum))
                .schedule(UpdateSchedule.everyEpoch())
                .fraction(DropFraction.cosine(0.5, 0.005))
                .rounding(CountRounding.CEILING);
    }

    /**
     * CTRE, sequential: after every epoch but the last, the fraction 0.2 of each weight's smallest magnitudes is
     * replaced by connections between units of similar activations, at zero, and once the validation accuracy has not
     * become better for 40 epochs by random ones. Dense layers only. Atashgahi et al., Machine Learning 2022; the
     * paper draws its topology with {@code epsilon(13)}. Departures: see {@link GrowthCriterion#similarity}.
     *
     * @param accuracy of a network on validation data, evaluated after every epoch
     * @return the method
     * @throws DL4JInvalidConfigException if there is none
     */
    public static DynamicSparseTraining ctreSequential(ToDoubleFunction<? super Model> accuracy) {
        return ctre("ctre-seq")
                .grow(GrowthCriterion.untilPlateau(
                        GrowthCriterion.similarity(), GrowthCriterion.random(), accuracy, 40));
    }

    /**
     * CTRE, simultaneous: as {@link #ctreSequential}, but always by similarity, where connections that were just
     * dropped and would grow again are replaced by random ones.
     *
     * @return the method
     */
    public static DynamicSparseTraining ctreSimultaneous() {
        return ctre("ctre-sim").grow(GrowthCriterion.replacingReturns(GrowthCriterion.similarity()));
    }

    private static DynamicSparseTraining ctre(String name) {
        return new DynamicSparseTraining(name)
                .drop(DropCriterion.magnitude())
                .schedule(UpdateSchedule.everyEpoch())
                .fraction(DropFraction.constant(0.2));
    }

    /**
     * Dynamic sparse network: 1D convolutions of large kernels whose output channels, in three groups, may use a
     * third, two thirds and all of the taps; inside of this region they have one density, and every 5 epochs half of
     * the connections, by a cosine down to 0, give way to random ones there. Kernels of fewer than 5 taps and all
     * other layers stay dense. Xiao et al., <i>Dynamic Sparse Network for Time Series Classification: Learning What
     * to "See"</i>, NeurIPS 2022, with kernels of 39 taps and density 0.2.
     *
     * @param density inside of the region, in (0, 1]; 0.2 in the paper
     * @return the method
     * @throws DL4JInvalidConfigException if it is outside of (0, 1]
     */
    public static DynamicSparseTraining dsn(double density) {
        ConnectionRegion region = ConnectionRegion.kernelGroups(3, 5);
        return new DynamicSparseTraining("dsn")
                .distribution(new RegionDensity(region, density))
                .grow(GrowthCriterion.within(region, GrowthCriterion.random()))
                .schedule(UpdateSchedule.everyEpochs(5))
                .fraction(DropFraction.cosine(0.5));
    }

    /**
     * MEST: every 100 steps half of the connections, by a cosine down to 0.005, those of smallest {@code |w| + |g|},
     * are replaced by random ones, at zero. Yuan et al., <i>MEST</i>, NeurIPS 2021, without its soft memory bound;
     * times and fractions of Nowak et al., <i>Fantastic Weights and How to Find Them</i>, NeurIPS 2023, who find
     * intervals from 25 to 1600 steps much alike.
     *
     * @return the method
     */
    public static DynamicSparseTraining mest() {
        return itop("mest")
                .drop(DropCriterion.smallest(DropScore.mest(1)))
                .grow(GrowthCriterion.random())
                .schedule(UpdateSchedule.everySteps(100));
    }

    /**
     * SET with neuron pruning: {@link #set}, and from epoch 200 on the weakest fifth of each layer's neurons loses its
     * incoming connections for ever every 10 epochs, {@link NeuronPruning#weakest NeuronPruning.weakest(20)}. Curci et
     * al., <i>Truly Sparse Neural Networks at Scale</i>, 2021, which draws its topology with {@code epsilon(20)} and
     * activates by {@code AllReLU}. The number of connections falls, which truly sparse layers refuse. Other epochs:
     * {@code set().pruneNeurons(...)}.
     *
     * @return the method
     */
    public static DynamicSparseTraining setWithNeuronPruning() {
        DynamicSparseTraining method = new DynamicSparseTraining("set-neurons")
                .drop(DropCriterion.perSign())
                .grow(GrowthCriterion.random())
                .init(GrowthInit.normal(0.1))
                .schedule(UpdateSchedule.everyEpoch())
                .fraction(DropFraction.constant(0.3))
                .sparseOutput(false);
        return method.pruneNeurons(NeuronPruning.weakest(20));
    }

    /**
     * A method of your own parts. Until others are given: magnitude drop, random growth from zero, and never an update.
     *
     * @param name what logs and saved runs call it
     * @return the method
     */
    public static DynamicSparseTraining of(String name) {
        return new DynamicSparseTraining(Objects.requireNonNull(name));
    }

    /**
     * The sparsity of the network, spread by Erdős–Rényi-kernel.
     *
     * @param sparsity the share of connections to leave out, in [0, 1)
     * @return this
     * @throws DL4JInvalidConfigException if it is outside of [0, 1)
     */
    public DynamicSparseTraining sparsity(double sparsity) {
        return distribution(SparsityDistribution.erdosRenyiKernel(Sparsity.check(sparsity)));
    }

    /**
     * The sparsity of the network by Erdős–Rényi's epsilon.
     *
     * @param epsilon connections are {@code epsilon * (inputs + outputs)} in each matrix, and at each place of a
     *     convolution's kernel, or all that there are; positive
     * @return this
     * @throws DL4JInvalidConfigException if it is not positive
     */
    public DynamicSparseTraining epsilon(double epsilon) {
        return distribution(SparsityDistribution.erdosRenyi(epsilon));
    }

    /**
     * The sparsity of the network and how it is spread over its layers. Truly sparse layers are left out of it.
     *
     * @param chosen a distribution
     * @return this
     */
    public DynamicSparseTraining distribution(SparsityDistribution chosen) {
        distribution = Objects.requireNonNull(chosen);
        return this;
    }

    /**
     * Starts from a topology that exists already rather than from one that is drawn: masks of another listener ({@link
     * TopologyListener#masks}), for a copy of its network, or of any other origin. No sparsity needs to be said then.
     *
     * @param masks by the names of the arrays; arrays without a mask stay dense
     * @return this
     */
    public DynamicSparseTraining topology(MaskSet masks) {
        topology = Objects.requireNonNull(masks);
        return this;
    }

    /**
     * Keeps layers dense: they have no masks, and methods that prune leave them alone. To be said after the sparsity.
     *
     * @param layers the names of layers
     * @return this
     * @throws DL4JInvalidConfigException if no sparsity was given before
     */
    public DynamicSparseTraining keepDense(String... layers) {
        if (distribution == null) {
            throw new DL4JInvalidConfigException(
                    "Say the sparsity before the layers " + Arrays.toString(layers) + " that keep dense.");
        }
        return distribution(distribution.keepDense(layers));
    }

    /**
     * Which connections are dropped.
     *
     * @param criterion the part
     * @return this
     */
    public DynamicSparseTraining drop(DropCriterion criterion) {
        drop = Objects.requireNonNull(criterion);
        return this;
    }

    /**
     * Where new connections grow.
     *
     * @param criterion the part
     * @return this
     */
    public DynamicSparseTraining grow(GrowthCriterion criterion) {
        grow = Objects.requireNonNull(criterion);
        return this;
    }

    /**
     * The first value of new connections.
     *
     * @param policy the part
     * @return this
     */
    public DynamicSparseTraining init(GrowthInit policy) {
        init = Objects.requireNonNull(policy);
        return this;
    }

    /**
     * How many connections each weight grows for those that were dropped.
     *
     * @param rule the part; by default each weight as many as it has dropped
     * @return this
     */
    public DynamicSparseTraining redistribution(Redistribution rule) {
        redistribution = Objects.requireNonNull(rule);
        return this;
    }

    /**
     * Prunes the network while it trains: each update begins by dropping the smallest magnitudes of the whole network down to
     * the density d of that moment, each weight's largest connection excepted. Of N positions {@code (1 - d) N} have no connection
     * then, rounded by {@link #rounding}: down for GMP, up for GraNet.
     *
     * @param target the density over the time of training
     * @return this
     */
    public DynamicSparseTraining density(DensitySchedule target) {
        density = Objects.requireNonNull(target);
        return this;
    }

    /**
     * When the topology changes.
     *
     * @param when the part
     * @return this
     */
    public DynamicSparseTraining schedule(UpdateSchedule when) {
        schedule = Objects.requireNonNull(when);
        return this;
    }

    /**
     * Which share of the connections an update replaces.
     *
     * @param share the part
     * @return this
     */
    public DynamicSparseTraining fraction(DropFraction share) {
        fraction = Objects.requireNonNull(share);
        return this;
    }

    /**
     * How the fraction of a number of connections becomes a whole number: of those that an update drops, and of the positions
     * that {@link #density} leaves without one.
     *
     * @param chosen floor by default
     * @return this
     */
    public DynamicSparseTraining rounding(CountRounding chosen) {
        rounding = Objects.requireNonNull(chosen);
        return this;
    }

    /**
     * Whether a connection that has just been dropped may grow again in the same update. If it does, it keeps its value
     * and its optimiser state.
     *
     * @param exclude false by default: it may
     * @return this
     */
    public DynamicSparseTraining excludeJustDropped(boolean exclude) {
        excludeJustDropped = exclude;
        return this;
    }

    /**
     * How long the training is going to be, counted from attachment: what schedules anneal over. Without it the drop
     * fraction stays at its start and updates go on to the end.
     *
     * @param length {@code Horizon.epochs(n)} or {@code Horizon.steps(n)}
     * @return this
     */
    public DynamicSparseTraining until(Horizon length) {
        horizon = Objects.requireNonNull(length);
        return this;
    }

    /**
     * The seed of all that the method draws.
     *
     * @param value the seed of the network's configuration by default
     * @return this
     */
    public DynamicSparseTraining seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Whether output layers are sparse too.
     *
     * @param sparse false leaves them dense, and out of the distribution
     * @return this
     */
    public DynamicSparseTraining sparseOutput(boolean sparse) {
        sparseOutput = sparse;
        return this;
    }

    /**
     * Draws the initial topology with an independent probability for each position, as the code of SET and ITOP does, rather
     * than with an exact number of connections.
     *
     * @return this
     */
    public DynamicSparseTraining independentDraw() {
        independentDraw = true;
        return this;
    }

    /**
     * Draws the weights of ordinary layers anew when the topology is drawn, each output unit's from the layer's own
     * initialiser with the number of connections that it really has. Evci et al., <i>Gradient Flow in Sparse Neural
     * Networks</i>, AAAI 2022. Not for pretrained networks.
     *
     * @return this
     */
    public DynamicSparseTraining sparsityAwareInit() {
        sparsityAwareInit = true;
        return this;
    }

    /**
     * Removes weak neurons while the network trains, at updates of the topology.
     *
     * @param settings which neurons, and when
     * @return this
     */
    public DynamicSparseTraining pruneNeurons(NeuronPruning settings) {
        return also(new NeuronPruningPart(settings));
    }

    /**
     * Moves the sparse weights towards isometry when the topology has been drawn, so that signals keep their length.
     * Not for pretrained networks, nor with {@link #deepR}, whose first weights have signs that must stay. A saved run
     * goes on without it.
     *
     * @param isometry how far
     * @param reports told the singular values before and after, of each weight
     * @return this
     */
    public DynamicSparseTraining isometry(LayerwiseIsometry isometry, Consumer<List<IsometryReport>> reports) {
        return also(new IsometricStart(Objects.requireNonNull(isometry), Objects.requireNonNull(reports)));
    }

    /**
     * A further part, which neither drops nor grows: it looks at the network, or does something to it, in the hooks
     * that all parts have.
     *
     * @param part for one network
     * @return this
     */
    public DynamicSparseTraining also(MethodPart part) {
        further.add(Objects.requireNonNull(part));
        return this;
    }

    /**
     * Is told of every topology update.
     *
     * @param consumer called on the fitting thread, right after the update
     * @return this
     */
    public DynamicSparseTraining onUpdate(Consumer<TopologyUpdate> consumer) {
        observer = observer.andThen(Objects.requireNonNull(consumer));
        return this;
    }

    /**
     * Builds the listener. {@link #attach} is the better way where the network exists already: it checks everything before
     * the training starts.
     *
     * @return a listener for one network, to be given to {@code net.addListeners}
     */
    public TopologyListener build() {
        return new TopologyListener(new Composition(
                name,
                drop,
                grow,
                init,
                redistribution,
                density,
                schedule,
                fraction,
                rounding,
                excludeJustDropped,
                horizon,
                seed,
                distribution,
                topology,
                sparseOutput,
                independentDraw,
                sparsityAwareInit,
                observer,
                List.copyOf(further)));
    }

    /**
     * Builds the listener and attaches it: masks are drawn and put on at once. Add further listeners by {@code
     * addListeners}; {@code setListeners} would take this one off.
     *
     * @param net an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @return the attached listener
     * @throws DL4JInvalidConfigException if method and network do not fit each other; nothing has changed then
     */
    public TopologyListener attach(Model net) {
        return build().attach(net);
    }
}
