package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Sgd;

class UpdateScheduleTest {

    private static List<TopologyUpdate> train(DynamicSparseTraining method, int epochs, int steps) {
        MultiLayerNetwork network = TinyNetworks.perceptron(b -> b.updater(new Sgd(0.1)));
        List<TopologyUpdate> updates = new ArrayList<>();
        method.sparsity(0.5).onUpdate(updates::add).attach(network);
        network.fit(TinyNetworks.batches(LayerKind.Data.FLAT, steps), epochs);
        return updates;
    }

    @Test
    void riglChangesTheTopologyOnItsGridUntilThreeQuartersOfTheHorizon() {
        List<TopologyUpdate> updates = train(
                DynamicSparseTraining.rigl()
                        .schedule(UpdateSchedule.everySteps(2).stoppingAt(0.75))
                        .until(Horizon.steps(16)),
                4,
                4);

        assertThat(updates.stream().map(TopologyUpdate::step)).containsExactly(2L, 4L, 6L, 8L, 10L);
    }

    @Test
    void setChangesTheTopologyAfterEveryEpochButTheLast() {
        List<TopologyUpdate> updates = train(DynamicSparseTraining.set().until(Horizon.epochs(4)), 4, 3);

        assertThat(updates.stream().map(TopologyUpdate::epoch)).containsExactly(1, 2, 3);
        assertThat(updates.stream().map(TopologyUpdate::step)).containsExactly(3L, 6L, 9L);
        assertThat(updates.stream().map(TopologyUpdate::fraction)).containsOnly(0.3);
    }

    @Test
    void withoutAHorizonTheTopologyChangesToTheEnd() {
        List<TopologyUpdate> updates = train(DynamicSparseTraining.set(), 3, 2);

        assertThat(updates.stream().map(TopologyUpdate::epoch)).containsExactly(1, 2, 3);
    }

    @Test
    void withoutAHorizonTheFractionStaysAtItsStart() {
        List<TopologyUpdate> updates = train(DynamicSparseTraining.rigl().schedule(UpdateSchedule.everySteps(2)), 2, 4);

        assertThat(updates.stream().map(TopologyUpdate::fraction)).hasSize(4).containsOnly(0.3);
    }

    @Test
    void growthByGradientAtTheEndOfAnEpochWaitsForTheNextStep() {
        List<TopologyUpdate> updates = train(
                DynamicSparseTraining.rigl()
                        .schedule(UpdateSchedule.everyEpoch())
                        .until(Horizon.epochs(3)),
                3,
                3);

        assertThat(updates.stream().map(TopologyUpdate::step)).containsExactly(4L, 7L);
    }

    @Test
    void everySecondEpochSkipsTheOthers() {
        List<TopologyUpdate> updates = train(DynamicSparseTraining.set().schedule(UpdateSchedule.everyEpochs(2)), 5, 1);

        assertThat(updates.stream().map(TopologyUpdate::epoch)).containsExactly(2, 4);
    }

    @Test
    void aStaticNetworkNeverChanges() {
        assertThat(train(DynamicSparseTraining.fixed(), 3, 3)).isEmpty();
    }

    @Test
    void theFractionIsAnnealedTowardsTheEndOfTheSchedule() {
        List<TopologyUpdate> updates = train(
                DynamicSparseTraining.rigl()
                        .schedule(UpdateSchedule.everySteps(3).stoppingAt(0.75))
                        .until(Horizon.steps(16)),
                4,
                4);

        // T_end = 12: updates at 3, 6, 9 of 12
        assertThat(updates.get(0).fraction()).isEqualTo(0.15 * (1 + StrictMath.cos(Math.PI / 4)));
        assertThat(updates.get(1).fraction()).isEqualTo(0.15 * (1 + StrictMath.cos(Math.PI / 2)));
        assertThat(updates.get(2).fraction()).isEqualTo(0.15 * (1 + StrictMath.cos(3 * Math.PI / 4)));
        assertThat(updates).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.5, 100, Double.NaN})
    void aShareOutsideOfTheTrainingIsRefused(double share) {
        assertThatThrownBy(() -> UpdateSchedule.everySteps(1).stoppingAt(share))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(" + share + ")");
    }

    @Test
    void intervalsAndHorizonsThatAreNotPositiveAreRefused() {
        assertThatThrownBy(() -> UpdateSchedule.everySteps(0)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> UpdateSchedule.everyEpochs(-1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> Horizon.epochs(0)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> Horizon.steps(-5)).hasMessageContaining("(-5)");
    }
}
