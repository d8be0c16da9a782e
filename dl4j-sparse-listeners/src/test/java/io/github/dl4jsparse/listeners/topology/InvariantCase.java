package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.updater.Smet;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
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

    private static final int EPOCHS = 3;
    private static final int STEPS = 3;

    enum Method {
        FIXED,
        SET_ON_STEPS,
        RIGL_ON_STEPS,
        RIGL_ON_EPOCHS
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

    /** Truly sparse layers refuse what reads a dense matrix; dropout of indices means nothing. */
    boolean isPossible() {
        boolean constrained = penalty == Penalty.MAX_NORM || penalty == Penalty.NON_NEGATIVE;
        boolean indices = kind.data() == LayerKind.Data.INDEX || kind.data() == LayerKind.Data.INDEX_SEQUENCE;
        return !(constrained && storage != Storage.MASKED) && !(indices && penalty == Penalty.DROPOUT);
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

    /** Trains and checks; gives the number of topology changes that were seen. */
    long run() {
        UnaryOperator<NeuralNetConfiguration.Builder> settings =
                b -> penalty.settings.apply(b).updater(updater.config.clone());
        boolean trulySparse = storage != Storage.MASKED;
        Model network = face == Face.GRAPH
                ? TinyNetworks.graph(kind, trulySparse, settings)
                : TinyNetworks.layered(kind, trulySparse, settings);
        Map<String, Snapshot> before = new HashMap<>();
        long[] changed = {0};
        DynamicSparseTraining training = training();
        if (storage != Storage.COMPRESSED) {
            training.sparsity(0.6).sparseOutput(true);
        }
        DropCriterion drop = dropOf();
        TopologyListener listener = training.seed(11)
                .drop(new Watched(drop, network, before))
                .onUpdate(update -> {
                    TopologyListener attached = TopologyListener.of(network).orElseThrow();
                    for (TopologyUpdate.Change change : update.changes()) {
                        SparseWeight weight = attached.weights().stream()
                                .filter(w -> w.name().equals(change.name()))
                                .findFirst()
                                .orElseThrow();
                        before.get(weight.name())
                                .assertKeptIn(Snapshot.of(network, weight), updater.fresh(), weight.name());
                        assertThat(change.grown()).isEqualTo(change.dropped());
                        changed[0] += change.grown();
                    }
                })
                .attach(network);
        Check check = new Check(network, listener);
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

    private DropCriterion dropOf() {
        return method == Method.SET_ON_STEPS ? DropCriterion.perSign() : DropCriterion.magnitude();
    }

    private DynamicSparseTraining training() {
        DropFraction half = DropFraction.constant(0.5);
        return switch (method) {
            case FIXED -> DynamicSparseTraining.fixed();
            case SET_ON_STEPS ->
                DynamicSparseTraining.set()
                        .schedule(UpdateSchedule.everySteps(2))
                        .fraction(half);
            case RIGL_ON_STEPS ->
                DynamicSparseTraining.rigl()
                        .schedule(UpdateSchedule.everySteps(2))
                        .fraction(half);
            case RIGL_ON_EPOCHS ->
                DynamicSparseTraining.rigl()
                        .schedule(UpdateSchedule.everyEpoch())
                        .fraction(half);
        };
    }

    /** Takes a picture of a weight right before it may change. */
    private record Watched(DropCriterion criterion, Model network, Map<String, Snapshot> before)
            implements DropCriterion {

        @Override
        public long[] select(LayerUpdate update) {
            before.put(update.weight().name(), Snapshot.of(network, update.weight()));
            return criterion.select(update);
        }
    }

    /** Looks at every inactive position after the listeners, and again after constraints, in every iteration. */
    private static final class Check extends BaseTrainingListener {

        private final Model network;
        private final TopologyListener topology;
        private final Map<String, Long> counts = new LinkedHashMap<>();
        private int checks;

        Check(Model network, TopologyListener topology) {
            this.network = network;
            this.topology = topology;
            topology.weights().forEach(w -> counts.put(w.name(), w.active().count()));
            assertThat(counts).isNotEmpty();
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
            for (SparseWeight weight : topology.weights()) {
                assertThat(weight.active().count()).as(weight.name()).isEqualTo(counts.get(weight.name()));
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
            assertThat(Set.copyOf(counts.keySet()))
                    .isEqualTo(Set.copyOf(
                            topology.weights().stream().map(SparseWeight::name).toList()));
        }
    }
}
