package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.init.LayerwiseIsometry;
import io.github.dl4jsparse.layers.mask.SparsityDistribution;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** What cannot work is refused when it is attached, and nothing has changed then. */
class RefusalTest {

    private static MultiLayerNetwork network() {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Adam(0.01)));
        network.setListeners(new ScoreIterationListener(1000));
        return network;
    }

    private static void assertRefused(MultiLayerNetwork network, DynamicSparseTraining method, String... words) {
        int[] parameters = TinyNetworks.parameters(network);
        List<TrainingListener> listeners = List.copyOf(network.getListeners());

        assertThatThrownBy(() -> method.attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll(words);

        assertThat(TinyNetworks.parameters(network)).isEqualTo(parameters);
        assertThat(List.copyOf(network.getListeners())).isEqualTo(listeners);
        assertThat(TopologyListener.of(network)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 90, Double.NaN, Double.POSITIVE_INFINITY})
    void sparsitiesOutsideOfTheirRange(double sparsity) {
        assertThatThrownBy(() -> DynamicSparseTraining.rigl().sparsity(sparsity))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + sparsity + ")");
    }

    @Test
    void aPercentageGetsAHint() {
        assertThatThrownBy(() -> DynamicSparseTraining.rigl().sparsity(90)).hasMessageContaining("percentage");
    }

    static Stream<Arguments> misfits() {
        SparsityDistribution uniform = SparsityDistribution.uniform(0.5);
        return Stream.of(
                Arguments.of(DynamicSparseTraining.rigl(), new String[] {"sparsity(0.9)"}),
                Arguments.of(
                        DynamicSparseTraining.rigl().distribution(uniform.keepDense("dense7")),
                        new String[] {"(dense7)", "[a, b, out]"}),
                Arguments.of(
                        DynamicSparseTraining.rigl().distribution(uniform.withDensity("c", 0.2)), new String[] {"(c)"}),
                Arguments.of(
                        DynamicSparseTraining.rigl().distribution(SparsityDistribution.uniform(0.99)),
                        new String[] {"(out)", "without connections"}),
                Arguments.of(
                        DynamicSparseTraining.set().distribution(uniform.keepDense("out")), new String[] {"(out)"}));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void methodsThatDoNotFitTheNetwork(DynamicSparseTraining method, String... words) {
        assertRefused(network(), method, words);
    }

    @Test
    void keepingLayersDenseBeforeASparsityIsSaid() {
        assertThatThrownBy(() -> DynamicSparseTraining.rigl().keepDense("a"))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("[a]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINE_GRADIENT_DESCENT", "CONJUGATE_GRADIENT", "LBFGS"})
    void optimisersThatAskForTheGradientTwice(String algorithm) {
        MultiLayerNetwork network =
                TinyNetworks.perceptron(b -> b.optimizationAlgo(OptimizationAlgorithm.valueOf(algorithm)));

        assertRefused(network, DynamicSparseTraining.rigl().sparsity(0.5), algorithm, "(a)");
    }

    @Test
    void constraintsThatDivideByAUnitsNorm() {
        assertRefused(
                TinyNetworks.perceptron(b -> b.constrainWeights(new UnitNormConstraint(1))),
                DynamicSparseTraining.fixed().sparsity(0.5),
                "(a)",
                "MaxNormConstraint");
        assertRefused(
                TinyNetworks.perceptron(b -> b.constrainWeights(new MinMaxNormConstraint(0.1, 1, 1))),
                DynamicSparseTraining.fixed().sparsity(0.5),
                "(a)");
    }

    @Test
    void noiseThatIsAddedToInactiveWeightsInTheForwardPass() {
        WeightNoise added = new WeightNoise(new NormalDistribution(0, 0.1));
        WeightNoise multiplied = new WeightNoise(new NormalDistribution(1, 0.1), false);

        assertRefused(
                TinyNetworks.perceptron(b -> b.weightNoise(added)),
                DynamicSparseTraining.fixed().sparsity(0.5),
                "(a)",
                "DropConnect");
        assertThatCode(() -> DynamicSparseTraining.fixed()
                        .sparsity(0.5)
                        .attach(TinyNetworks.perceptron(b -> b.weightNoise(multiplied))))
                .doesNotThrowAnyException();
    }

    @Test
    void suchConstraintsInsideOfABidirectionalLayer() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new Bidirectional(new LSTM.Builder()
                        .nIn(3)
                        .nOut(3)
                        .constrainWeights(new UnitNormConstraint(1))
                        .build()))
                .layer(new RnnOutputLayer.Builder().nIn(6).nOut(3).name("out").build())
                .build());
        network.init();

        assertRefused(
                network,
                DynamicSparseTraining.fixed()
                        .distribution(SparsityDistribution.uniform(0.5))
                        .sparseOutput(false),
                "MaxNormConstraint");
    }

    @Test
    void butALayerThatKeepsDenseMayHaveThem() {
        MultiLayerNetwork network =
                TinyNetworks.perceptron(b -> b.updater(new Sgd(0.1)).constrainWeights(new UnitNormConstraint(1)));
        network.getLayer("b").conf().getLayer().setConstraints(null);

        DynamicSparseTraining.fixed()
                .distribution(SparsityDistribution.uniform(0.5).keepDense("a", "out"))
                .attach(network);
        network.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, 1));

        assertThat(network.params().sumNumber().doubleValue()).isFinite();
    }

    @Test
    void anEpsilonThatLeavesEveryLayerDense() {
        assertRefused(network(), DynamicSparseTraining.set().epsilon(1000), "(1000.0)", "[a_W, b_W]");
    }

    @Test
    void anIndependentDrawThatLeavesALayerWithoutConnections() {
        SparsityDistribution few = SparsityDistribution.uniform(0.95);
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < 100; seed++) {
                        DynamicSparseTraining.fixed()
                                .distribution(few)
                                .independentDraw()
                                .seed(seed)
                                .attach(network());
                    }
                })
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("without connections")
                .hasMessageContaining("seed");
    }

    @Test
    void anInitialiserOfWholeMatricesWithUnitsDrawnOneByOne() {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Sgd(0.01)));
        ((BaseLayer) network.getLayer("a").conf().getLayer()).setWeightInitFn(new WeightInitIdentity());

        assertRefused(
                network,
                DynamicSparseTraining.fixed().sparsity(0.5).sparsityAwareInit(),
                "(WeightInitIdentity)",
                "(a)");
    }

    static Stream<DynamicSparseTraining> methodsThatPruneOverTheTraining() {
        return Stream.of(
                DynamicSparseTraining.gmp(1, 0.1),
                DynamicSparseTraining.granet(0.5, 0.1),
                DynamicSparseTraining.rigl().sparsity(0.5).density(DensitySchedule.cubic(0.5, 0.1, 0, 1)));
    }

    @ParameterizedTest
    @MethodSource("methodsThatPruneOverTheTraining")
    void aDensityThatFallsOverATrainingOfUnknownLength(DynamicSparseTraining method) {
        assertRefused(network(), method, "until(Horizon.epochs(n))");
    }

    static Stream<DynamicSparseTraining> methodsThatChangeHowManyConnectionsALayerHas() {
        return Stream.of(
                DynamicSparseTraining.dsr(3),
                DynamicSparseTraining.sparseMomentum(),
                DynamicSparseTraining.gmp(1, 0.1).until(Horizon.epochs(3)),
                DynamicSparseTraining.granet(0.5, 0.1).until(Horizon.epochs(3)),
                DynamicSparseTraining.pals(any -> 1),
                DynamicSparseTraining.selfishRnn(),
                DynamicSparseTraining.setWithNeuronPruning(),
                DynamicSparseTraining.deepR(1e-5, 1e-10).redistribution(Redistribution.random()),
                DynamicSparseTraining.rigl().redistribution(Redistribution.bySurvivors()),
                DynamicSparseTraining.rigl().redistribution(Redistribution.byMagnitude()),
                DynamicSparseTraining.rigl().redistribution(Redistribution.byGradient()));
    }

    @ParameterizedTest
    @MethodSource("methodsThatChangeHowManyConnectionsALayerHas")
    void layersWhoseMemoryIsThatOfTheirConnections(DynamicSparseTraining method) {
        assertRefused(
                TinyNetworks.layered(LayerKind.DENSE, true, b -> b.updater(new Sgd(0.1))),
                method.sparsity(0.5),
                "[s]",
                "Use ordinary layers");
    }

    @Test
    void firstWeightsThatTwoPartsWouldSet() {
        assertRefused(
                TinyNetworks.perceptron(b -> b.updater(new Sgd(0.1))),
                DynamicSparseTraining.deepR(1e-5, 1e-10)
                        .sparsity(0.5)
                        .isometry(new LayerwiseIsometry(5, 1e-6), reports -> {}),
                "(deepr)",
                "isometric start",
                "sign crossing");
    }

    @Test
    void networksThatAreNotInitialised() {
        MultiLayerNetwork network = new MultiLayerNetwork(network().getLayerWiseConfigurations());

        assertThatThrownBy(() -> DynamicSparseTraining.rigl().sparsity(0.5).attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("init()");
    }

    @Test
    void aListenerThatIsAttachedAlready() {
        MultiLayerNetwork network = network();
        TopologyListener listener = DynamicSparseTraining.rigl().sparsity(0.5).attach(network);

        assertThatThrownBy(() -> listener.attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(rigl)");
    }

    @Test
    void aListenerThatBelongsToAnotherNetwork() {
        TopologyListener listener = DynamicSparseTraining.rigl().sparsity(0.5).attach(network());
        MultiLayerNetwork other = network();
        int[] parameters = TinyNetworks.parameters(other);

        assertThatThrownBy(() -> listener.attach(other)).isInstanceOf(DL4JInvalidConfigException.class);

        assertThat(TinyNetworks.parameters(other)).isEqualTo(parameters);
        assertThat(other.getListeners()).hasSize(1);
    }

    @Test
    void aSecondMethodOnOneNetwork() {
        MultiLayerNetwork network = network();
        TopologyListener first = DynamicSparseTraining.rigl().sparsity(0.5).attach(network);
        int[] parameters = TinyNetworks.parameters(network);

        assertThatThrownBy(() -> DynamicSparseTraining.set().sparsity(0.8).attach(network))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContainingAll("(rigl)", "(set)");

        assertThat(TinyNetworks.parameters(network)).isEqualTo(parameters);
        assertThat(TopologyListener.of(network)).contains(first);
        assertThat(network.getListeners()).hasSize(2);
    }
}
