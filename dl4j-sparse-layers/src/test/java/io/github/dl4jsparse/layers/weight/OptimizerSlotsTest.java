package io.github.dl4jsparse.layers.weight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.updater.Smet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.SgdUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
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
import org.nd4j.linalg.schedule.ISchedule;

class OptimizerSlotsTest {

    private static final int BATCH = 4;
    private static final double L2 = 0.1;
    private static final double L1 = 0.05;

    static List<IUpdater> updaters() {
        return List.of(
                new Sgd(0.1),
                new NoOp(),
                new Nesterovs(0.1, 0.9),
                new Adam(0.01),
                new Nadam(0.01),
                new AMSGrad(0.01),
                new AdaMax(0.01),
                new AdaDelta(),
                new Smet(0.01),
                new AdaGrad(0.1, 1e-5),
                new RmsProp(0.01, 0.95, 1e-7));
    }

    @SuppressWarnings("ImmutableEnumChecker") // the functions keep nothing
    private enum Penalty {
        NONE(b -> b),
        L1(b -> b.l1(OptimizerSlotsTest.L1)),
        L2(b -> b.l2(OptimizerSlotsTest.L2)),
        WEIGHT_DECAY(b -> b.weightDecay(0.01));

        private final transient UnaryOperator<NeuralNetConfiguration.Builder> settings;

        Penalty(UnaryOperator<NeuralNetConfiguration.Builder> settings) {
            this.settings = settings;
        }

        /** What the penalty adds to the gradient in front of the updater. */
        float gradient(float weight) {
            return switch (this) {
                case L1 -> (float) OptimizerSlotsTest.L1 * Math.signum(weight);
                case L2 -> (float) OptimizerSlotsTest.L2 * weight;
                default -> 0;
            };
        }
    }

    static Stream<Arguments> updatersAndPenalties() {
        return updaters().stream().flatMap(u -> Stream.of(Penalty.values()).map(p -> Arguments.of(u, p)));
    }

    /** A weight is trained a second time, by DL4J's updater on an array of one element. */
    @ParameterizedTest
    @MethodSource("updatersAndPenalties")
    void slotsAreThoseOfTheUpdaterOfASingleWeight(IUpdater updater, Penalty penalty) {
        MultiLayerNetwork network = TinyNetworks.network(
                LayerKind.DENSE,
                b -> penalty.settings.apply(b.updater(updater.clone()).biasUpdater(new Adam(0.02))));
        NetworkView view = NetworkView.of(network);
        int[] at = {17, 30 + 5 + 2};
        Reference[] references = {new Reference(updater), new Reference(updater)};
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                for (int w = 0; w < 2; w++) {
                    float weight = view.params().getFloat(at[w]);
                    float gradient = view.gradients().getFloat(at[w]) / BATCH + penalty.gradient(weight);
                    references[w].step(gradient, network.getIterationCount());
                }
            }
        });

        for (int i = 0; i < 4; i++) {
            network.fit(TinyNetworks.data(LayerKind.Data.FLAT, BATCH, i));
        }

        for (int w = 0; w < 2; w++) {
            OptimizerSlots slots = OptimizerSlots.of(view, at[w], at[w] + 1, "x");
            assertThat(slots.count(at[w])).isEqualTo(references[w].slots());
            for (int slot = 0; slot < slots.count(at[w]); slot++) {
                assertThat((float) slots.get(at[w], slot))
                        .as("slot " + slot)
                        .isNotZero()
                        .isCloseTo(references[w].state(slot), withPercentage(0.01));
            }
        }
    }

    /** DL4J's updater on one weight. */
    private static final class Reference {

        private final GradientUpdater<?> updater;
        private final INDArray state;

        Reference(IUpdater config) {
            long size = config.stateSize(1);
            state = size == 0 ? null : Nd4j.zeros(DataType.FLOAT, 1, size);
            updater = config.clone().instantiate(state, true);
        }

        void step(float gradient, int iteration) {
            updater.applyUpdater(Nd4j.createFromArray(new float[][] {{gradient}}), iteration, 0);
        }

        int slots() {
            return state == null ? 0 : (int) state.length();
        }

        float state(int slot) {
            return state.getFloat(slot);
        }
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void renewingWritesWhatTheUpdatersOwnInitialisationWrites(IUpdater updater) {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.DENSE, b -> b.updater(updater.clone()));
        NetworkView view = NetworkView.of(network);
        for (int i = 0; i < 3; i++) {
            network.fit(TinyNetworks.data(LayerKind.Data.FLAT, BATCH, i));
        }
        OptimizerSlots slots = OptimizerSlots.of(view, 0, 30, "x");
        Reference fresh = new Reference(updater);
        INDArray state = view.updater().getStateViewArray();
        float[] before = state == null ? new float[0] : state.dup().data().asFloat();

        slots.renew(17);

        for (int slot = 0; slot < slots.count(17); slot++) {
            assertThat((float) slots.get(17, slot)).isEqualTo(fresh.state(slot));
        }
        float[] after = state == null ? new float[0] : state.dup().data().asFloat();
        int changed = 0;
        for (int i = 0; i < before.length; i++) {
            changed += Float.floatToRawIntBits(before[i]) == Float.floatToRawIntBits(after[i]) ? 0 : 1;
        }
        assertThat(changed).as("only this weight's slots are written").isEqualTo(slots.count(17));
    }

    @Test
    void aWrittenSlotIsReadBackAndNoOtherChanges() {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new Adam(0.01)));
        NetworkView view = NetworkView.of(network);
        OptimizerSlots slots = OptimizerSlots.of(view, 0, 53, "x");
        for (int index = 0; index < 53; index++) {
            slots.set(index, 0, index);
            slots.set(index, 1, 100 + index);
        }

        for (int index = 0; index < 53; index++) {
            assertThat(slots.get(index, 0)).isEqualTo(index);
            assertThat(slots.get(index, 1)).isEqualTo(100 + index);
        }
        assertThat(view.params().length()).isEqualTo(53);
    }

    @Test
    void indicesOutsideOfTheAskedRangeAreRefused() {
        MultiLayerNetwork network = TinyNetworks.network(
                LayerKind.DENSE, b -> b.updater(new Adam(0.01)).biasUpdater(new Sgd(0.1)));
        OptimizerSlots slots = OptimizerSlots.of(NetworkView.of(network), 0, 30, "x");

        assertThatThrownBy(() -> slots.renew(40))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("(40)");
    }

    @Test
    void anUpdaterOfSomeoneElsesIsRefusedByName() {
        NetworkView view = NetworkView.of(TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new Homemade())));

        assertThatThrownBy(() -> OptimizerSlots.of(view, 0, 30, "x"))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("Homemade")
                .hasMessageContaining("(x)")
                .hasMessageContaining("Nesterovs");
    }

    @Test
    void aSubclassOfAKnownUpdaterIsNotTakenForIt() {
        NetworkView view = NetworkView.of(TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new AlmostSgd())));

        assertThatThrownBy(() -> OptimizerSlots.of(view, 0, 30, "x")).hasMessageContaining("AlmostSgd");
    }

    @Test
    void adaBeliefIsRefusedByDl4jOrByName() {
        MultiLayerNetwork network = TinyNetworks.network(LayerKind.DENSE, b -> b.updater(new AdaBelief()));

        assertThatThrownBy(() -> OptimizerSlots.of(NetworkView.of(network), 0, 30, "x"))
                .isInstanceOf(RuntimeException.class);
    }

    private static class AlmostSgd extends Sgd {
        @Override
        @SuppressWarnings("MissingSuperCall") // the copy must be of this class
        public Sgd clone() {
            return new AlmostSgd();
        }
    }

    private static final class Homemade implements IUpdater {

        @Override
        public long stateSize(long numParams) {
            return 0;
        }

        @Override
        public GradientUpdater<?> instantiate(INDArray viewArray, boolean initializeViewArray) {
            return new SgdUpdater(new Sgd(0.1));
        }

        @Override
        public GradientUpdater<?> instantiate(Map<String, INDArray> updaterState, boolean initializeStateArrays) {
            return new SgdUpdater(new Sgd(0.1));
        }

        @Override
        @SuppressWarnings("MissingSuperCall") // stateless
        public IUpdater clone() {
            return new Homemade();
        }

        @Override
        public double getLearningRate(int iteration, int epoch) {
            return 0.1;
        }

        @Override
        public boolean hasLearningRate() {
            return true;
        }

        @Override
        public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
            throw new UnsupportedOperationException();
        }
    }
}
