package io.github.dl4jsparse.layers.weight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.SortedPositions;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JIllegalStateException;
import org.nd4j.linalg.factory.Nd4j;
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

class CompressedWeightTest {

    private static final INDArray X = Nd4j.rand(DataType.FLOAT, 8, 6);
    private static final INDArray Y = Nd4j.rand(DataType.FLOAT, 8, 3);

    private static MultiLayerNetwork net(IUpdater updater) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.FLOAT)
                .activation(Activation.TANH)
                .updater(updater)
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(6)
                        .nOut(5)
                        .connections(9)
                        .build())
                .layer(new SparseDenseLayer.Builder()
                        .name("second")
                        .nIn(5)
                        .nOut(7)
                        .connections(12)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(7)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }

    private static SparseWeight second(MultiLayerNetwork net) {
        List<SparseWeight> weights = NetworkWeights.of(NetworkView.of(net)).open(new MaskSet(Map.of()));
        return weights.get(1);
    }

    private static Map<Long, Double> values(SparseWeight weight) {
        Map<Long, Double> values = new TreeMap<>();
        weight.forEachActive(values::put);
        return values;
    }

    /** The optimiser's slots of each active position. */
    private static Map<Long, List<Double>> slots(MultiLayerNetwork net, SparseWeight weight) {
        NetworkView view = NetworkView.of(net);
        long start =
                net.getLayer("second").getParam("W").offset() - net.params().offset();
        OptimizerSlots slots =
                OptimizerSlots.of(view, start, start + weight.active().count(), "second");
        Map<Long, List<Double>> states = new LinkedHashMap<>();
        long[] index = {start};
        weight.forEachActive((position, value) -> {
            List<Double> state = new ArrayList<>();
            for (int slot = 0; slot < slots.count(index[0]); slot++) {
                state.add(slots.get(index[0], slot));
            }
            states.put(position, state);
            index[0]++;
        });
        return states;
    }

    static Stream<IUpdater> updaters() {
        return Stream.of(
                new Sgd(0.1),
                new NoOp(),
                new Nesterovs(0.1),
                new Adam(),
                new Nadam(),
                new AMSGrad(),
                new AdaMax(),
                new AdaDelta(),
                new AdaGrad(),
                new RmsProp());
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void rewiringKeepsWhatStaysAndRenewsWhatIsGrown(IUpdater updater) {
        MultiLayerNetwork net = net(updater);
        net.fit(X, Y);
        net.fit(X, Y);
        SparseWeight weight = second(net);
        Map<Long, Double> oldValues = values(weight);
        Map<Long, List<Double>> oldSlots = slots(net, weight);
        float[] others = net.getLayer(0).params().dup().data().asFloat();
        PositionSet active = weight.active();
        long[] old = active.toArray();
        long[] drop = {old[0], old[3], old[4], old[11]};
        long[] fresh = active.sampleOthers(3, RandomStream.of(1, "grow"));
        long[] grow = LongStream.concat(LongStream.of(fresh), LongStream.of(old[4]))
                .sorted()
                .toArray();
        double[] grown = Arrays.stream(grow).mapToDouble(p -> p + 0.25).toArray();

        weight.rewire(drop, grow, grown);

        assertThat(weight.active().toArray())
                .isEqualTo(active.minus(drop).plus(grow).toArray());
        Map<Long, List<Double>> slots = slots(net, weight);
        values(weight).forEach((position, value) -> {
            if (active.contains(position)) {
                assertThat(value).isEqualTo(oldValues.get(position));
                assertThat(slots.get(position)).isEqualTo(oldSlots.get(position));
            } else {
                assertThat(value).isEqualTo(position + 0.25);
                assertThat(slots.get(position)).allMatch(s -> s == fresh(updater));
            }
        });
        assertThat(net.getLayer(0).params().dup().data().asFloat()).containsExactly(others);
        net.fit(X, Y);
        assertThat(weight.active().count()).isEqualTo(12);
    }

    private static double fresh(IUpdater updater) {
        return updater instanceof AdaGrad a
                ? (float) a.getEpsilon()
                : updater instanceof RmsProp r ? (float) r.getEpsilon() : 0;
    }

    @Test
    void growthByZeroLeavesTheOutputAsItIs() {
        MultiLayerNetwork net = net(new Adam());
        SparseWeight weight = second(net);
        long[] one = {weight.active().toArray()[2]};
        weight.assign(position -> position == one[0] ? 0 : position);
        float[] before = net.output(X).dup().data().asFloat();

        weight.rewire(one, weight.active().sampleOthers(1, RandomStream.of(1, "grow")), new double[1]);

        assertThat(net.output(X).dup().data().asFloat()).containsExactly(before);
    }

    @Test
    void theNumberOfConnectionsCannotChange() {
        MultiLayerNetwork net = net(new Adam());
        SparseWeight weight = second(net);
        float[] before = net.params().dup().data().asFloat();
        long[] one = {weight.active().toArray()[2]};

        assertThat(weight.resizable()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> weight.rewire(one, new long[0], new double[0]))
                .withMessageContainingAll("second_W", "(12)", "(11)", "masked");
        assertThat(net.params().dup().data().asFloat()).containsExactly(before);
    }

    @Test
    void wrongPositionsChangeNothing() {
        MultiLayerNetwork net = net(new Adam());
        SparseWeight weight = second(net);
        float[] before = net.params().dup().data().asFloat();
        long[] active = {weight.active().toArray()[2]};
        long[] inactive = weight.active().sampleOthers(1, RandomStream.of(1, "grow"));

        assertThatIllegalArgumentException().isThrownBy(() -> weight.rewire(inactive, active, new double[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> weight.rewire(active, inactive, new double[2]));
        assertThat(net.params().dup().data().asFloat()).containsExactly(before);
    }

    @Test
    void gradientAtActivePositionsIsTheLayersOwn() {
        MultiLayerNetwork net = net(new Sgd(0.1));
        SparseWeight weight = second(net);
        weight.requestGradient();
        net.setInput(X);
        net.setLabels(Y);
        net.computeGradientAndScore();
        Map<Long, Double> dense = new TreeMap<>();
        weight.forEachGradient(SortedPositions.of(35), dense::put);
        Map<Long, Double> inactive = new TreeMap<>();
        weight.forEachGradient(weight.active(), inactive::put);

        INDArray own = net.gradient().getGradientFor("1_W");
        int[] index = {0};
        weight.forEachActive((position, value) ->
                assertThat(dense.get(position)).isCloseTo(own.getDouble(index[0]++), within(1e-6)));
        assertThat(index[0]).isEqualTo(12);
        assertThat(dense).hasSize(35);
        assertThat(inactive)
                .hasSize(23)
                .doesNotContainKeys(boxed(weight.active().toArray()));

        weight.releaseGradient();
        assertThatThrownBy(() -> weight.forEachGradient(weight.active(), (position, value) -> {}))
                .isInstanceOf(ND4JIllegalStateException.class);
    }

    private static Long[] boxed(long[] values) {
        return Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
