package io.github.dl4jsparse.continual.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class TaskInferencesTest {

    private static final Map<Integer, List<Integer>> CLASSES = Map.of(0, List.of(0, 1), 1, List.of(2, 3));

    private static int infer(TaskInference way, double[][] first, double[][] second) {
        return way.infer(new Scripted(List.of(first, second), CLASSES), Nd4j.zeros(first.length, 1));
    }

    /** 5 + 1 against 4 + 3; the 9 of a class of another task does not count. */
    @Test
    void maximumOutputSumsTheLargestLogitsOfTheTasksOwnClasses() {
        assertThat(infer(TaskInferences.maximumOutput(2), new double[][] {{5, 0, 9, 9}, {1, 0, 9, 9}}, new double[][] {
                    {0, 0, 4, 1}, {0, 0, -1, 3}
                }))
                .isEqualTo(1);
    }

    /** Though the other one was learnt first. */
    @Test
    void ofEqualSumsTheTaskWithTheLowestIdIsTaken() {
        assertThat(infer(TaskInferences.maximumOutput(1), new double[][] {{5, 0, 0, 0}}, new double[][] {{0, 0, 5, 1}}))
                .isZero();
    }

    /** Large logits that are alike are uncertain. */
    @Test
    void leastEntropyTakesTheTaskThatIsSurest() {
        assertThat(infer(TaskInferences.leastEntropy(1), new double[][] {{50, 50, 0, 0}}, new double[][] {{0, 0, 1, -1}
                }))
                .isEqualTo(1);
    }

    @Test
    void gradientsNeedASuperposition() {
        assertThatThrownBy(() -> infer(TaskInferences.oneShot(1), new double[1][4], new double[1][4]))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("SupSup");
    }

    @Test
    void anEmptyGroupIsRefused() {
        assertThatThrownBy(() -> TaskInferences.nearestMean(0)).hasMessageContaining("(0)");
    }
}
