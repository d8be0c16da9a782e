package io.github.dl4jsparse.examples.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

class TrainingRunTest {

    private static final long WEIGHTS = 784 * 30 + 30 * 20 + 20 * 10;

    private static RunResult run(RunSettings settings) throws IOException {
        return TrainingRun.start(settings, TinyDigits.data()).finish(new RunObserver() {});
    }

    @ParameterizedTest
    @CsvSource({
        "fixed, MASKED",
        "fixed, COMPRESSED",
        "set, MASKED",
        "set, COMPRESSED",
        "rigl, MASKED",
        "rigl, COMPRESSED"
    })
    void sparseRunsKeepTheConnectionsThatWereAskedForAndLearn(String method, Storage storage) throws IOException {
        RunResult result = run(TinyDigits.settings(method, storage));

        assertThat(result.perEpoch())
                .hasSize(2)
                .allSatisfy(epoch -> assertThat(epoch.layers().stream()
                                .mapToLong(LayerDensity::connections)
                                .sum())
                        .isEqualTo(Math.round(0.2 * WEIGHTS)));
        assertThat(result.totalWeights()).isEqualTo(WEIGHTS);
        assertThat(result.sparsityReached()).isCloseTo(0.8, within(1e-4));
        assertThat(result.perEpoch().get(1).trainScore())
                .isLessThan(result.perEpoch().get(0).trainScore());
        assertThat(result.modelBytes()).isPositive();
    }

    @Test
    void bothStoragesHaveTheSameBudgets() throws IOException {
        RunResult masked = run(TinyDigits.settings("rigl", Storage.MASKED));
        RunResult compressed = run(TinyDigits.settings("rigl", Storage.COMPRESSED));

        assertThat(compressed.last().layers()).isEqualTo(masked.last().layers());
    }

    @Test
    void compressedStorageTakesTrulySparseHiddenLayers() {
        TrainingRun masked = TrainingRun.start(TinyDigits.settings("rigl", Storage.MASKED), TinyDigits.data());
        TrainingRun compressed = TrainingRun.start(TinyDigits.settings("rigl", Storage.COMPRESSED), TinyDigits.data());

        assertThat(masked.network().getLayer(1).conf().getLayer()).isInstanceOf(DenseLayer.class);
        assertThat(compressed.network().getLayer(1).conf().getLayer()).isInstanceOf(SparseDenseLayer.class);
    }

    @Test
    void dynamicMethodsTryMoreConnectionsThanTheyHaveAndFixedOnesDoNot() throws IOException {
        assertThat(run(TinyDigits.settings("fixed", Storage.MASKED)).last().explored())
                .isCloseTo(0.2, within(1e-4));
        assertThat(run(TinyDigits.settings("set", Storage.COMPRESSED)).last().explored())
                .isGreaterThan(0.21);
    }

    @Test
    void aDenseRunHasAllConnections() throws IOException {
        RunResult result = run(TinyDigits.settings("dense", Storage.MASKED));

        assertThat(result.connections()).isEqualTo(WEIGHTS);
        assertThat(result.sparsityRequested()).isZero();
        assertThat(result.sparsityReached()).isZero();
    }

    @Test
    void theSameSettingsGiveTheSameBits() throws IOException {
        TrainingRun one = TrainingRun.start(TinyDigits.settings("set", Storage.MASKED), TinyDigits.data());
        TrainingRun other = TrainingRun.start(TinyDigits.settings("set", Storage.MASKED), TinyDigits.data());

        one.finish(new RunObserver() {});
        other.finish(new RunObserver() {});

        assertThat(one.network().params().data().asFloat())
                .isEqualTo(other.network().params().data().asFloat());
    }

    @Test
    void validationHoldsATenthOfTheTrainingExamplesOut() {
        RunSettings base = TinyDigits.settings("fixed", Storage.MASKED);
        RunSettings validating = base.toBuilder().validation(true).build();

        // 320 examples less 32, in batches of 32
        assertThat(TrainingRun.start(validating, TinyDigits.data()).stepsPerEpoch())
                .isEqualTo(9);
        assertThat(TrainingRun.start(base, TinyDigits.data()).stepsPerEpoch()).isEqualTo(10);
    }

    @Test
    void standardizedFeaturesAreThoseOfStandardizedData() throws IOException {
        RunSettings base = TinyDigits.settings("fixed", Storage.MASKED);
        TrainingRun published = TrainingRun.start(base, TinyDigits.data());
        TrainingRun asked = TrainingRun.start(base.withStandardized(true), TinyDigits.data());
        TrainingRun given = TrainingRun.start(base, TinyDigits.data().standardized());

        published.finish(new RunObserver() {});
        asked.finish(new RunObserver() {});
        given.finish(new RunObserver() {});

        assertThat(asked.network().params().data().asFloat())
                .isEqualTo(given.network().params().data().asFloat())
                .isNotEqualTo(published.network().params().data().asFloat());
    }

    @Test
    void epsilonImpliesTheSparsity() {
        RunSettings base = TinyDigits.settings("fixed", Storage.MASKED);
        TopologySettings epsilon = new TopologySettings(
                0, Spread.ER, 5, FirstWeights.DENSE, 0.3, 4, 0.75, GrownWeights.NORMAL, 0, PartSettings.usual());

        double sparsity =
                TrainingRun.start(base.with(epsilon), TinyDigits.data()).sparsityRequested();

        // 5 (784 + 30), 5 (30 + 20), 5 (20 + 10)
        assertThat(sparsity).isCloseTo(1 - (4070.0 + 250 + 150) / WEIGHTS, within(1e-12));
    }

    @Test
    void denseTrainingHasNoTrulySparseForm() {
        assertThatThrownBy(() -> TrainingRun.start(TinyDigits.settings("dense", Storage.COMPRESSED), TinyDigits.data()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(dense)")
                .hasMessageContaining("masked");
    }

    @Test
    void anArchitectureThatDoesNotFitTheDataIsRefused() {
        RunSettings settings = TinyDigits.settings("rigl", Storage.MASKED).withArch(List.of(100, 10, 10));

        assertThatThrownBy(() -> TrainingRun.start(settings, TinyDigits.data()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(100-10-10)")
                .hasMessageContaining("(784)");
    }

    @Test
    void aScoreThatIsNoNumberEndsTheRunWithTheLikelyCause() {
        RunSettings base = TinyDigits.settings("dense", Storage.MASKED);
        RunSettings wild = base.toBuilder()
                .optimizer(new OptimizerSettings(Optimizer.NESTEROVS, 1e30, List.of(), 0))
                .build();

        assertThatThrownBy(() -> run(wild))
                .isInstanceOf(ND4JIllegalStateException.class)
                .hasMessageContaining("epoch (1)")
                .hasMessageContaining("learning rate (1.0E30)");
    }

    @Test
    void theTimeOfAnEpochIsTheMedian() throws IOException {
        RunResult result = run(TinyDigits.settings("dense", Storage.MASKED));
        double first = result.perEpoch().get(0).seconds();
        double second = result.perEpoch().get(1).seconds();

        assertThat(result.secondsPerEpoch()).isCloseTo((first + second) / 2, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void uniformFirstWeightsLieWithinTheRootOfTheInputs(Storage storage) {
        TopologySettings uniform =
                TinyDigits.settings("set", storage).topology().withFirstWeights(FirstWeights.UNIFORM);

        TrainingRun run = TrainingRun.start(TinyDigits.settings("set", storage).with(uniform), TinyDigits.data());

        // 1 / sqrt(784), of which many numbers come close
        assertThat(run.network().getLayer(0).getParam("W").amaxNumber().doubleValue())
                .isBetween(0.99 / 28, 1.0 / 28);
    }
}
