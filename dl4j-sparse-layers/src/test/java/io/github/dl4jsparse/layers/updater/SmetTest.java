package io.github.dl4jsparse.layers.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.util.function.UnaryOperator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class SmetTest {

    private static final double RATE = 0.5;

    /** An updater on its own, on a part of a larger state. */
    private static final class Alone {

        private final INDArray state;
        private final GradientUpdater<?> updater;

        Alone(IUpdater config, int weights) {
            long size = config.stateSize(weights);
            state = Nd4j.valueArrayOf(new long[] {size + 5}, 9.0, DataType.DOUBLE);
            updater = config.instantiate(state.get(NDArrayIndex.interval(3, size + 3)), true);
        }

        double[] step(int iteration, double... gradient) {
            INDArray all = Nd4j.createFromArray(gradient).reshape(1, gradient.length);
            updater.applyUpdater(all, iteration, 0);
            return all.toDoubleVector();
        }

        /** As a change of topology does. */
        void renew(int weight, int weights) {
            for (long slot = weight; slot < state.length() - 5; slot += weights) {
                state.putScalar(3 + slot, 0);
            }
        }
    }

    private static Smet.Builder smet(int warmUp) {
        return new Smet.Builder().learningRate(RATE).warmUp(warmUp);
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.5", "-7, -0.5"})
    void withoutWarmUpTheFirstStepIsTheLearningRateWithTheGradientsSign(double gradient, double step) {
        assertThat(new Alone(smet(0).build(), 1).step(0, gradient)[0]).isCloseTo(step, within(1e-7));
    }

    @Test
    void theLearningRateRisesOverTheFirstSteps() {
        Alone alone = new Alone(smet(100).build(), 1);

        assertThat(alone.step(0, .3)[0]).isCloseTo(.01 * RATE, within(1e-8));
        assertThat(alone.step(1, .3)[0]).isCloseTo(.02 * RATE, within(1e-8));
        for (int t = 2; t < 99; t++) {
            alone.step(t, .3);
        }
        assertThat(alone.step(99, .3)[0]).isCloseTo(RATE, within(1e-6));
        assertThat(alone.step(100, .3)[0]).isCloseTo(RATE, within(1e-6));
    }

    @Test
    void theDampedMomentGrowsAsTheAuthorsCodeLetsIt() {
        Alone alone = new Alone(smet(100).dampMoment().build(), 1);

        assertThat(alone.step(0, .3)[0]).isCloseTo(.01 * RATE, within(1e-8));
        assertThat(alone.step(1, .3)[0]).isCloseTo(.1009 * .02 / .19 * RATE, within(1e-8)); // .01062
    }

    @Test
    void aLateWeightJumpsUnderAdamAndStepsGentlyWithItsOwnAge() {
        Alone adam = new Alone(new Adam(RATE), 2);
        Alone smet = new Alone(smet(100).build(), 2);
        Alone aged = new Alone(smet(0).build(), 2);
        for (int t = 0; t < 999; t++) {
            adam.step(t, .3, .3);
            smet.step(t, .3, .3);
            aged.step(t, .3, .3);
        }
        adam.renew(1, 2);
        smet.renew(1, 2);
        aged.renew(1, 2);

        assertThat(adam.step(999, .3, .3)[1]).isCloseTo(2.5146 * RATE, within(1e-4));
        assertThat(aged.step(999, .3, .3)[1]).isCloseTo(RATE, within(1e-6));
        double[] gentle = smet.step(999, .3, .3);
        assertThat(gentle[1]).isCloseTo(.01 * RATE, within(1e-8));
        assertThat(gentle[0]).isCloseTo(RATE, within(1e-6));
    }

    @Test
    void theStateOfOthersIsLeftAlone() {
        Alone alone = new Alone(smet(100).build(), 2);
        alone.step(0, 1, 2);

        assertThat(alone.state.toDoubleVector()).startsWith(9, 9, 9).endsWith(9, 9);
        assertThat(alone.state.getDouble(3 + 4)).isEqualTo(1);
        assertThat(alone.state.getDouble(3 + 5)).isEqualTo(1);
    }

    @Test
    void theRateIsDividedByTheDensityOfTheLayer() {
        assertThat(new Alone(smet(0).density(.25).build(), 1).step(0, 1)[0]).isCloseTo(4 * RATE, within(1e-6));
    }

    @Test
    void theRateMayFollowSchedule() {
        Smet scheduled = new Smet(new ExponentialSchedule(ScheduleType.ITERATION, RATE, .5));

        assertThat(new Alone(scheduled, 1).step(1, 1)[0]).isCloseTo(.01 * .5 * RATE, within(1e-8));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void withoutWarmUpAndChangesOfTopologyItIsAdam(DataType type) {
        MultiLayerNetwork ours = network(
                b -> b.updater(new Smet.Builder().learningRate(.01).warmUp(0).build()), type);
        MultiLayerNetwork adam = network(b -> b.updater(new Adam(.01)), type);

        for (int i = 0; i < 10; i++) {
            ours.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, i));
            adam.fit(TinyNetworks.data(LayerKind.Data.FLAT, 4, i));
        }

        double[] expected = adam.params().toDoubleVector();
        assertThat(ours.params().toDoubleVector()).containsExactly(expected, within(2e-4));
    }

    private static MultiLayerNetwork network(UnaryOperator<NeuralNetConfiguration.Builder> settings, DataType type) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings.apply(new NeuralNetConfiguration.Builder()
                        .seed(1)
                        .dataType(type)
                        .l2(.01))
                .list()
                .layer(new DenseLayer.Builder().nIn(6).nOut(5).build())
                .layer(new OutputLayer.Builder().nIn(5).nOut(3).build())
                .build());
        network.init();
        return network;
    }

    @Test
    void trulySparseLayersHaveStateOfTheirConnectionsOnly() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Smet(.01))
                .list()
                .layer(new SparseDenseLayer.Builder()
                        .nIn(50)
                        .nOut(20)
                        .density(.1)
                        .build())
                .layer(new OutputLayer.Builder().nIn(20).nOut(3).build())
                .build());
        network.init();

        assertThat(NetworkView.of(network).updater().getStateViewArray().length())
                .isEqualTo(3 * (100 + 20 + 60 + 3));
    }

    @Test
    void layersOfDifferentDensitiesAreNotMergedIntoOneBlock() {
        UnaryOperator<NeuralNetConfiguration.Builder> any = b -> b.updater(new Smet(.01));
        assertThat(NetworkView.of(network(any, DataType.FLOAT)).updater().getUpdaterBlocks())
                .hasSize(1);

        MultiLayerNetwork two = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(5)
                        .updater(smet(100).density(.1).build())
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(5)
                        .nOut(3)
                        .updater(smet(100).density(.2).build())
                        .build())
                .build());
        two.init();
        assertThat(NetworkView.of(two).updater().getUpdaterBlocks()).hasSize(2);
    }

    @Test
    void itsConfigurationIsSavedAsJson() {
        Smet all = new Smet.Builder()
                .learningRate(new ExponentialSchedule(ScheduleType.EPOCH, RATE, .5))
                .betas(.8, .99)
                .epsilon(1e-7)
                .warmUp(7)
                .dampMoment()
                .density(.3)
                .build();
        MultiLayerConfiguration configuration =
                network(b -> b.updater(all), DataType.FLOAT).getLayerWiseConfigurations();

        MultiLayerConfiguration read = MultiLayerConfiguration.fromJson(configuration.toJson());

        IUpdater updater = ((DenseLayer) read.getConf(0).getLayer()).getIUpdater();
        assertThat(updater).isEqualTo(all).hasSameHashCodeAs(all).hasToString(all.toString());
        assertThat(all.clone()).isEqualTo(all).isNotEqualTo(new Smet(RATE));
    }

    @Test
    void numbersOutOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> new Smet(-1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(-1.0)");
        assertThatThrownBy(() -> smet(-1).build()).hasMessageContaining("warm-up (-1)");
        assertThatThrownBy(() -> smet(1).density(90).build()).hasMessageContaining("(90.0)");
        assertThatThrownBy(() -> smet(1).betas(1, .9).build()).hasMessageContaining("(1.0)");
    }
}
