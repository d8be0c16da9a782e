package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.updater.Smet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** One combination under which the invariants must hold, and the training that checks them in every iteration. */
record InvariantCase(Method method, Storage storage, LayerKind kind, Updater updater, Penalty penalty, Face face) {

    private static final int EPOCHS = 2;
    private static final int STEPS = 4;

    /** What a method promises about numbers of connections. */
    enum Budget {
        /** Each weight's stays. */
        OF_WEIGHT,
        /** The network's stays. */
        OF_NETWORK,
        /** The network's never rises. */
        FALLING,
        /** Any. */
        OPEN
    }

    enum Method {
        FIXED(Budget.OF_WEIGHT),
        SET_ON_STEPS(Budget.OF_WEIGHT),
        RIGL_ON_STEPS(Budget.OF_WEIGHT),
        RIGL_ON_EPOCHS(Budget.OF_WEIGHT),
        MEST(Budget.OF_WEIGHT),
        UNFIRED(Budget.OF_WEIGHT),
        RUNNING_SNIP(Budget.OF_WEIGHT),
        GRASP(Budget.OF_WEIGHT),
        MOMENTUM(Budget.OF_WEIGHT),
        CTRE(Budget.OF_WEIGHT),
        DEEP_R(Budget.OF_WEIGHT),
        SMET(Budget.OF_WEIGHT),
        SET_LSTM(Budget.OF_WEIGHT),
        SNFS(Budget.OF_NETWORK),
        DSR(Budget.OF_NETWORK),
        SELFISH_RNN(Budget.OF_NETWORK),
        GMP(Budget.FALLING),
        GRANET(Budget.FALLING),
        SET_NEURONS(Budget.FALLING),
        PALS(Budget.OPEN);

        final Budget budget;

        Method(Budget budget) {
            this.budget = budget;
        }
    }

    enum Storage {
        MASKED,
        COMPRESSED,
        MIXED
    }

    enum Face {
        LAYERED,
        GRAPH
    }

    @SuppressWarnings("ImmutableEnumChecker") // cloned before use
    enum Updater {
        SGD(new Sgd(0.1)),
        NO_OP(new NoOp()),
        NESTEROVS(new Nesterovs(0.05, 0.9)),
        ADAM(new Adam(0.01)),
        NADAM(new Nadam(0.01)),
        AMS_GRAD(new AMSGrad(0.01)),
        ADA_MAX(new AdaMax(0.01)),
        ADA_DELTA(new AdaDelta()),
        SMET(new Smet(0.01)),
        ADA_GRAD(new AdaGrad(0.05, 1e-5)),
        RMS_PROP(new RmsProp(0.01, 0.95, 1e-7));

        private final transient IUpdater config;

        Updater(IUpdater config) {
            this.config = config;
        }

        float fresh() {
            return this == ADA_GRAD ? 1e-6f : this == RMS_PROP ? 1e-7f : 0;
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
    enum Penalty {
        NONE(b -> b),
        L1(b -> b.l1(0.01)),
        L2(b -> b.l2(0.01)),
        WEIGHT_DECAY(b -> b.weightDecay(0.01)),
        DROPOUT(b -> b.dropOut(0.7)),
        CLIP_VALUE(b -> clip(b, GradientNormalization.ClipElementWiseAbsoluteValue)),
        CLIP_LAYER(b -> clip(b, GradientNormalization.ClipL2PerLayer)),
        CLIP_PARAMETER(b -> clip(b, GradientNormalization.ClipL2PerParamType)),
        RENORMALISE_PARAMETER(b -> clip(b, GradientNormalization.RenormalizeL2PerParamType)),
        RENORMALISE_LAYER(b -> clip(b, GradientNormalization.RenormalizeL2PerLayer)),
        NON_NEGATIVE(b -> b.constrainWeights(new NonNegativeConstraint())),
        MAX_NORM(b -> b.constrainWeights(new MaxNormConstraint(0.3, 1))),
        ;

        private final transient UnaryOperator<NeuralNetConfiguration.Builder> settings;

        Penalty(UnaryOperator<NeuralNetConfiguration.Builder> settings) {
            this.settings = settings;
        }

        private static NeuralNetConfiguration.Builder clip(
                NeuralNetConfiguration.Builder builder, GradientNormalization kind) {
            return builder.gradientNormalization(kind).gradientNormalizationThreshold(0.01);
        }
    }

    /**
     * Truly sparse layers refuse what reads a dense matrix and what changes how many connections they have; dropout of
     * indices means nothing; two methods are made for one updater.
     */
    boolean isPossible() {
        boolean constrained = penalty == Penalty.MAX_NORM || penalty == Penalty.NON_NEGATIVE;
        boolean indices = kind.data() == LayerKind.Data.INDEX || kind.data() == LayerKind.Data.INDEX_SEQUENCE;
        return !((constrained || method.budget != Budget.OF_WEIGHT) && storage != Storage.MASKED)
                && !(indices && penalty == Penalty.DROPOUT)
                && !(method == Method.CTRE && kind != LayerKind.DENSE)
                && !(method == Method.DEEP_R && updater != Updater.SGD)
                && !(method == Method.SMET && updater != Updater.SMET)
                && !(method == Method.SET_NEURONS && !hasNeurons());
    }

    private boolean hasNeurons() {
        List<WeightLayout> arrays = WeightLayout.of(kind.layer());
        return arrays.size() == 1 && arrays.get(0).outputAxes().size() == 1;
    }

    static InvariantCase of(List<Enum<?>> values) {
        return new InvariantCase(
                (Method) values.get(0),
                (Storage) values.get(1),
                (LayerKind) values.get(2),
                (Updater) values.get(3),
                (Penalty) values.get(4),
                (Face) values.get(5));
    }

    static List<Enum<?>[]> dimensions() {
        return List.of(
                Method.values(),
                Storage.values(),
                LayerKind.values(),
                Updater.values(),
                Penalty.values(),
                Face.values());
    }

    /** Layers whose weights lie each in another way. */
    private static final Set<LayerKind> ARRANGEMENTS = EnumSet.of(
            LayerKind.DENSE,
            LayerKind.LSTM_LAYER,
            LayerKind.GRAVES_BIDIRECTIONAL,
            LayerKind.BIDIRECTIONAL,
            LayerKind.CONV_1D,
            LayerKind.CONV_2D,
            LayerKind.DECONV_3D,
            LayerKind.DEPTHWISE,
            LayerKind.SEPARABLE);

    /** Updaters of no state to three arrays of it, with an age, and whose fresh state is not zero. */
    private static final Set<Updater> STATES =
            EnumSet.of(Updater.SGD, Updater.NESTEROVS, Updater.ADAM, Updater.AMS_GRAD, Updater.SMET, Updater.ADA_GRAD);

    /** Every method on every storage, arrangement of weights and state of an updater; penalties and faces take turns. */
    static List<InvariantCase> product() {
        List<InvariantCase> product = new ArrayList<>();
        int turn = 0;
        for (Method method : Method.values()) {
            for (Storage storage : Storage.values()) {
                for (LayerKind kind : ARRANGEMENTS) {
                    for (Updater updater : STATES) {
                        Penalty penalty = Penalty.values()[turn % Penalty.values().length];
                        Face face = Face.values()[turn++ / Penalty.values().length % Face.values().length];
                        InvariantCase next = new InvariantCase(method, storage, kind, updater, penalty, face);
                        InvariantCase plain = new InvariantCase(method, storage, kind, updater, Penalty.NONE, face);
                        if (plain.isPossible()) {
                            product.add(next.isPossible() ? next : plain);
                        }
                    }
                }
            }
        }
        return product;
    }

    /** Trains and checks; gives the number of topology changes that were seen. */
    long run() {
        UnaryOperator<NeuralNetConfiguration.Builder> settings =
                b -> penalty.settings.apply(b).updater(updater.config.clone());
        boolean trulySparse = storage != Storage.MASKED;
        Model network = face == Face.GRAPH
                ? TinyNetworks.graph(kind, trulySparse, settings)
                : TinyNetworks.layered(kind, trulySparse, settings);
        DynamicSparseTraining training = training(method);
        if (storage != Storage.COMPRESSED) {
            training.sparsity(0.6).sparseOutput(true);
        }
        Before before = new Before(network, new HashMap<>());
        long[] changed = {0};
        TopologyListener listener = training.seed(11)
                .also(before)
                .onUpdate(update -> {
                    TopologyListener attached = TopologyListener.of(network).orElseThrow();
                    for (TopologyUpdate.Change change : update.changes()) {
                        SparseWeight weight = attached.weights().stream()
                                .filter(w -> w.name().equals(change.name()))
                                .findFirst()
                                .orElseThrow();
                        before.pictures()
                                .get(weight.name())
                                .assertKeptIn(Snapshot.of(network, weight), updater.fresh(), weight.name());
                        changed[0] += change.grown() + change.dropped();
                    }
                })
                .attach(network);
        Check check = new Check(network, listener, method.budget);
        NetworkView view = NetworkView.of(network);
        List<TrainingListener> listeners = view.listeners();
        listeners.add(check);
        view.setListeners(listeners);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            TinyNetworks.fit(network, TinyNetworks.batches(kind.data(), STEPS));
            check.now();
        }
        assertThat(check.checks).isEqualTo(EPOCHS * (2 * STEPS + 1));
        assertThat(listener.refusedUpdates()).isZero();
        return changed[0];
    }

    /** The method with updates that a short training sees, without a sparsity. */
    static DynamicSparseTraining training(Method method) {
        DynamicSparseTraining training = plain(method).until(Horizon.steps(2L * EPOCHS * STEPS));
        return switch (method) {
            case FIXED, DEEP_R -> training;
            case GMP -> training.schedule(UpdateSchedule.everySteps(2));
            case RIGL_ON_EPOCHS, SNFS, CTRE, SELFISH_RNN, SET_NEURONS ->
                training.schedule(UpdateSchedule.everyEpoch()).fraction(DropFraction.constant(0.5));
            default -> training.schedule(UpdateSchedule.everySteps(2)).fraction(DropFraction.constant(0.5));
        };
    }

    private static DynamicSparseTraining plain(Method method) {
        return switch (method) {
            case FIXED -> DynamicSparseTraining.fixed();
            case SET_ON_STEPS -> DynamicSparseTraining.set();
            case RIGL_ON_STEPS, RIGL_ON_EPOCHS -> DynamicSparseTraining.rigl();
            case MEST -> DynamicSparseTraining.mest();
            case RUNNING_SNIP ->
                DynamicSparseTraining.mest().drop(DropCriterion.smallest(DropScore.runningMean(DropScore.snip(), .9)));
            case GRASP -> DynamicSparseTraining.mest().drop(DropCriterion.smallest(DropScore.grasp()));
            case UNFIRED -> DynamicSparseTraining.setItop().grow(GrowthCriterion.randomUnfired());
            case MOMENTUM -> DynamicSparseTraining.setItop().grow(GrowthCriterion.momentum(DenseMomentum.sgd(.9)));
            case SNFS -> DynamicSparseTraining.sparseMomentum();
            case CTRE -> DynamicSparseTraining.ctreSimultaneous();
            case DEEP_R -> DynamicSparseTraining.deepR(1e-5, .5);
            case SMET -> DynamicSparseTraining.smet();
            case SET_LSTM -> DynamicSparseTraining.setLstm();
            case DSR -> DynamicSparseTraining.dsr(6).drop(DropCriterion.adaptiveThreshold(.3, 6, .1));
            case SELFISH_RNN -> DynamicSparseTraining.selfishRnn();
            case GMP -> DynamicSparseTraining.gmp(.4, .1);
            case GRANET -> DynamicSparseTraining.granet(.4, .2);
            case SET_NEURONS ->
                DynamicSparseTraining.set()
                        .pruneNeurons(NeuronPruning.weakest(40).every(1, 0));
            case PALS -> pals();
        };
    }

    /** Shrinks, and expands every third time. */
    private static DynamicSparseTraining pals() {
        int[] asked = {0};
        return DynamicSparseTraining.pals(model -> ++asked[0] % 3 == 0 ? 2 : 1);
    }

    /** Takes pictures of the weights right before they may change. */
    private record Before(Model network, Map<String, Snapshot> pictures) implements MethodPart {

        @Override
        public void beforeUpdate(NetworkUpdate update) {
            for (WeightDraft draft : update.weights()) {
                pictures.put(draft.weight().name(), Snapshot.of(network, draft.weight()));
            }
        }
    }

    /** Looks at every inactive position after the listeners, and again after constraints, in every iteration. */
    private static final class Check extends BaseTrainingListener {

        private final Model network;
        private final TopologyListener topology;
        private final Budget budget;
        private final Map<String, Long> counts = new LinkedHashMap<>();
        private long before;
        private int checks;

        Check(Model network, TopologyListener topology, Budget budget) {
            this.budget = budget;
            this.network = network;
            this.topology = topology;
            topology.weights().forEach(w -> counts.put(w.name(), w.active().count()));
            assertThat(counts).isNotEmpty();
            before = counts.values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public void onForwardPass(Model model, List<INDArray> activations) {
            now();
        }

        @Override
        public void onForwardPass(Model model, Map<String, INDArray> activations) {
            now();
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            now();
        }

        void now() {
            checks++;
            NetworkView view = NetworkView.of(network);
            long total = 0;
            for (SparseWeight weight : topology.weights()) {
                if (budget == Budget.OF_WEIGHT) {
                    assertThat(weight.active().count()).as(weight.name()).isEqualTo(counts.get(weight.name()));
                }
                total += weight.active().count();
                if (weight.active() instanceof Mask mask) {
                    INDArray array = view.layers()
                            .get(weight.shape().layer())
                            .getParam(weight.shape().parameter());
                    int[] bits = TinyNetworks.bits(array);
                    long columns = array.size(1);
                    long weights = weight.shape().dims().get(1);
                    mask.forEachInactive(position -> {
                        long at = array.rank() == 2 ? position / weights * columns + position % weights : position;
                        assertThat(bits[(int) at])
                                .as(weight.name() + " " + position)
                                .isZero();
                    });
                }
            }
            if (budget == Budget.FALLING) {
                assertThat(total).isBetween(1L, before);
            } else if (budget != Budget.OPEN) {
                assertThat(total).isEqualTo(before);
            }
            before = total;
            assertThat(Set.copyOf(counts.keySet()))
                    .isEqualTo(Set.copyOf(
                            topology.weights().stream().map(SparseWeight::name).toList()));
        }
    }
}
