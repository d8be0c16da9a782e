package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.reparam.Piggyback;
import io.github.dl4jsparse.layers.reparam.Supermask;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;

/** A task is kept as a bit for each weight: masks that are more than that are refused. */
class MaskRulesTest {

    @Test
    void rescaledSupermasksAreRefused() {
        assertThatThrownBy(() -> SupSup.of(Supermask.topK(0.5).rescaled()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("rescaled (true)")
                .hasMessageContaining("Leave rescaled() out");
        assertThatThrownBy(() -> TaskFreeSupSup.of(Supermask.threshold().rescaled(), 3))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("Leave rescaled() out");
    }

    @Test
    void ternaryMasksAreRefused() {
        assertThatThrownBy(() -> PiggybackMasks.of(Piggyback.ternary()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("Use Piggyback.binary()");
        assertThatThrownBy(() -> PiggybackMasks.of(Piggyback.binary().thresholds(-0.1, 0.1)))
                .isInstanceOf(DL4JInvalidConfigException.class);
    }
}
