package io.github.dl4jsparse.examples.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.IUpdater;

class OptimizerSettingsTest {

    @Test
    void aRunOfTenEpochsDropsItsRateAfterFiveAndSeven() {
        assertThat(OptimizerSettings.usualDrops(10)).containsExactly(5, 7);
        assertThat(OptimizerSettings.usualDrops(1)).containsExactly(1, 1);
        assertThat(OptimizerSettings.usualDrops(4)).containsExactly(2, 3);
    }

    @Test
    void eachDropDividesTheRateByTen() {
        OptimizerSettings settings = OptimizerSettings.defaults(10);

        assertThat(List.of(0, 4, 5, 6, 7, 9).stream().map(settings::rateIn))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-15 ? 0 : 1)
                .containsExactly(0.05, 0.05, 0.005, 0.005, 0.0005, 0.0005);
    }

    @Test
    void theUpdaterFollowsTheRateOfTheEpoch() {
        IUpdater updater = OptimizerSettings.defaults(10).toUpdater();

        assertThat(updater.getLearningRate(0, 4)).isEqualTo(0.05);
        assertThat(updater.getLearningRate(12_345, 5)).isCloseTo(0.005, within(1e-15));
        assertThat(updater.getLearningRate(0, 8)).isCloseTo(0.0005, within(1e-15));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new OptimizerSettings(Optimizer.SGD, 0, List.of(), 0))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(0.0)");
        assertThatThrownBy(() -> new OptimizerSettings(Optimizer.SGD, 0.1, List.of(0), 0))
                .isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> new OptimizerSettings(Optimizer.SGD, 0.1, List.of(), -1))
                .isInstanceOf(DL4JInvalidConfigException.class);
    }
}
