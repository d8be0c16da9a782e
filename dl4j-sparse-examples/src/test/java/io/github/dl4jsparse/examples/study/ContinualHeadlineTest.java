package io.github.dl4jsparse.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.continual.ContinualListener;
import io.github.dl4jsparse.continual.ContinualResult;
import io.github.dl4jsparse.examples.continual.ContinualRun;
import io.github.dl4jsparse.examples.data.RealData;
import io.github.dl4jsparse.examples.data.TrainTestData;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the strategies must reach on MNIST, with wide margins: the figures themselves are in docs/results.md. About twelve minutes. */
@Tag("slow")
class ContinualHeadlineTest {

    private static TrainTestData mnist;

    @BeforeAll
    static void read() {
        mnist = RealData.mnist();
    }

    private static ContinualResult run(String experiment, long seed) {
        return ContinualRun.run(ContinualStudy.named(experiment).settings(), seed, mnist, new ContinualListener() {});
    }

    private static double accuracy(String experiment, long... seeds) {
        return LongStream.of(seeds)
                .mapToDouble(seed -> run(experiment, seed).accuracies().averageAccuracy())
                .average()
                .orElseThrow();
    }

    @Test
    void connectionsThatMoveAreWorthFivePointsWhenTheTaskIsNotTold() {
        double spaceNet = accuracy("class-spacenet", 1, 2, 3);

        assertThat(spaceNet)
                .isGreaterThanOrEqualTo(0.65)
                .isGreaterThan(0.05 + accuracy("class-static-sparse", 1, 2, 3));
    }

    @ParameterizedTest
    @CsvSource({"class-naive, 0.21", "class-ewc, 0.25", "class-si, 0.25"})
    void penaltiesForgetAllButTheLastTaskWhenItIsNotTold(String experiment, double most) {
        assertThat(accuracy(experiment, 1)).isBetween(0.19, most);
    }

    @Test
    void supermasksFindTheirTaskFromOneImage() {
        ContinualResult result = run("permuted-supsup", 1);

        assertThat(result.inference().orElseThrow().accuracy()).isGreaterThanOrEqualTo(0.99);
        assertThat(result.accuracies().averageAccuracy()).isGreaterThan(0.88);
    }

    @ParameterizedTest
    @CsvSource({"task-packnet", "task-wsn", "task-cps", "task-cl-dst", "task-supsup", "task-piggyback"})
    void aTaskWithAMaskOfItsOwnIsNeverForgotten(String experiment) {
        ContinualResult result = run(experiment, 1);

        assertThat(result.accuracies().averageAccuracy()).isGreaterThanOrEqualTo(0.985);
        assertThat(result.accuracies().backwardTransfer()).isZero();
    }
}
