package io.github.dl4jsparse.continual.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccuracyMatrixTest {

    private static final double NONE = Double.NaN;

    private final AccuracyMatrix three = new AccuracyMatrix(new double[][] {{.9, .1, .2}, {.95, .8, .3}, {.5, .6, .7}});

    @Test
    void averageAccuracyIsTheMeanOfTheLastRow() {
        assertThat(three.averageAccuracy()).isCloseTo(.6, within(1e-12));
    }

    @Test
    void forwardTransferComparesTheRowBeforeWithTheUntrainedNetwork() {
        assertThat(three.forwardTransfer(List.of(.5, .4, .1))).isCloseTo(((.1 - .4) + (.3 - .1)) / 2, within(1e-12));
        assertThat(three.forwardTransfer(List.of(.5, NONE, .1))).isCloseTo(.3 - .1, within(1e-12));
        assertThatThrownBy(() -> three.forwardTransfer(List.of(.5))).hasMessageContaining("(3)");
    }

    @Test
    void rememberingIsOneWhereNothingWasForgotten() {
        assertThat(three.remembering()).isCloseTo(1 - (.4 + .2) / 2, within(1e-12));
        assertThat(new AccuracyMatrix(new double[][] {{.5, 0}, {.7, .8}}).remembering())
                .isEqualTo(1);
    }

    @Test
    void intransigenceIsWhatJointTrainingReachesMore() {
        assertThat(three.intransigence(List.of(1.0, .7, .9))).isCloseTo((.1 - .1 + .2) / 3, within(1e-12));
    }

    @Test
    void samplesCountAlikeInTheSampleAccuracy() {
        assertThat(three.sampleAccuracy(List.of(10L, 30L, 60L))).isCloseTo((5 + 18 + 42) / 100.0, within(1e-12));
        assertThat(new AccuracyMatrix(new double[][] {{.9, NONE}, {.8, NONE}}).sampleAccuracy(List.of(5L, 7L)))
                .isCloseTo(.8, within(1e-12));
        assertThatThrownBy(() -> three.sampleAccuracy(List.of(1L))).hasMessageContaining("not (1)");
    }

    @Test
    void whatWasReachedWhenLearnedIsTheDiagonal() {
        assertThat(three.whenLearned()).containsExactly(.9, .8, .7);
    }

    @Test
    void incrementalAccuracyAveragesTheSeenTasksOfEachRow() {
        assertThat(three.incrementalAccuracy()).isCloseTo((.9 + .875 + .6) / 3, within(1e-12));
    }

    @Test
    void backwardTransferComparesTheEndWithTheDiagonal() {
        assertThat(three.backwardTransfer()).isCloseTo(((.5 - .9) + (.6 - .8)) / 2, within(1e-12));
    }

    @Test
    void forgettingComparesTheEndWithTheBestEarlierRow() {
        assertThat(three.forgetting()).isCloseTo(((.95 - .5) + (.8 - .6)) / 2, within(1e-12));
    }

    @Test
    void forgettingIsNegativeWhereOldTasksGetBetter() {
        assertThat(new AccuracyMatrix(new double[][] {{.5, 0}, {.7, .8}}).forgetting())
                .isCloseTo(-.2, within(1e-12));
    }

    @Test
    void oneTaskHasAnAccuracyButNoTransfer() {
        AccuracyMatrix one = new AccuracyMatrix(new double[][] {{.9}});

        assertThat(one.averageAccuracy()).isEqualTo(.9);
        assertThat(one.backwardTransfer()).isNaN();
        assertThat(one.forgetting()).isNaN();
    }

    @Test
    void whatWasNotMeasuredIsLeftOut() {
        AccuracyMatrix gaps = new AccuracyMatrix(new double[][] {{.9, NONE}, {.8, NONE}});

        assertThat(gaps.averageAccuracy()).isEqualTo(.8);
        assertThat(gaps.backwardTransfer()).isCloseTo(-.1, within(1e-12));
        assertThat(gaps.toCsv()).isEqualTo("after,task0,task1\ntask0,0.900000,\ntask1,0.800000,\n");
    }

    @Test
    void laterChangesOfTheArrayDoNotReachTheMatrix() {
        double[][] source = {{.5}};
        AccuracyMatrix matrix = new AccuracyMatrix(source);

        source[0][0] = .1;

        assertThat(matrix.get(0, 0)).isEqualTo(.5);
    }

    @Test
    void aMatrixThatIsNotSquareOrOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new AccuracyMatrix(new double[][] {{.5, .5}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(2) entries");
        assertThatThrownBy(() -> new AccuracyMatrix(new double[][] {{97.5}}))
                .hasMessageContaining("(97.5)")
                .hasMessageContaining("percentage");
        assertThatThrownBy(() -> new AccuracyMatrix(new double[0][])).hasMessageContaining("at least one task");
    }
}
