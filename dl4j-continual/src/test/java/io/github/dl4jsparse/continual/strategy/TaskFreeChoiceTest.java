package io.github.dl4jsparse.continual.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaskFreeChoiceTest {

    /** softmax(0, 0, ln 2, ln 2) has 1/3 at the last two, above 1.125 / 4 but below 1.5 / 4. */
    private static final double[] DERIVATIVES = {0, 0, -Math.log(2), -Math.log(2)};

    @Test
    void theMaskOfLeastDerivativeIsTrainedWhenItStandsOut() {
        assertThat(TaskFreeSupSupSession.choose(DERIVATIVES, 4, 1.125, 9)).isEqualTo(2);
    }

    @Test
    void aNewTaskBeginsWhenNoneStandsOut() {
        assertThat(TaskFreeSupSupSession.choose(DERIVATIVES, 4, 1.5, 9)).isEqualTo(4);
    }

    @Test
    void anUntrainedMaskThatStandsOutIsANewTaskToo() {
        assertThat(TaskFreeSupSupSession.choose(DERIVATIVES, 2, 1.125, 9)).isEqualTo(2);
    }

    @Test
    void whenThereMayBeNoFurtherTaskTheBestTrainedMaskIsTaken() {
        assertThat(TaskFreeSupSupSession.choose(DERIVATIVES, 4, 1.5, 4)).isEqualTo(2);
        assertThat(TaskFreeSupSupSession.choose(new double[] {1, 0.5, -3}, 2, 1.125, 2))
                .isEqualTo(1);
    }
}
