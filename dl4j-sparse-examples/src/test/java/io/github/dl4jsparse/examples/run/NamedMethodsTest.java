package io.github.dl4jsparse.examples.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedMethodsTest {

    private static final long WEIGHTS = 784 * 30 + 30 * 20 + 20 * 10;

    private static RunResult run(RunSettings settings) throws IOException {
        return TrainingRun.start(settings, TinyDigits.data()).finish(new RunObserver() {});
    }

    /** As on the command line, with updates often enough for 20 steps. */
    private static RunSettings usual(String method, Storage storage) {
        RunSettings usual = TinyDigits.settings("set", storage).asUsualFor(method);
        return usual.with(
                usual.topology().withInterval(Math.min(usual.topology().interval(), 4)));
    }

    private static RunSettings with(RunSettings settings, PartSettings parts) {
        return settings.with(settings.topology().with(parts));
    }

    static Stream<String> keepers() {
        return Methods.all().stream()
                .filter(method -> method.start() == StartingTopology.AS_ASKED)
                .map(Method::name)
                .filter(name -> !name.equals("set-neurons"));
    }

    @ParameterizedTest
    @MethodSource("keepers")
    void methodsThatStartAsAskedKeepTheirConnectionsAndLearn(String method) throws IOException {
        RunResult result = run(usual(method, Storage.MASKED));

        assertThat(result.connections()).isEqualTo(Math.round(0.2 * WEIGHTS));
        assertThat(result.perEpoch().get(1).trainScore())
                .isLessThan(result.perEpoch().get(0).trainScore());
        if (!method.equals("fixed")) {
            assertThat(result.last().explored()).isGreaterThan(0.2 + 1e-4);
        }
    }

    static Stream<String> fitting() {
        return Methods.all().stream().filter(Method::fitsTrulySparseLayers).map(Method::name);
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void methodsWithABudgetForEachLayerTrainTrulySparseLayers(String method) throws IOException {
        RunResult result = run(usual(method, Storage.COMPRESSED));

        assertThat(result.connections()).isEqualTo(Math.round(0.2 * WEIGHTS));
        if (!method.equals("fixed")) {
            assertThat(result.last().explored()).isGreaterThan(0.2 + 1e-4);
        }
    }

    static Stream<String> tooLarge() {
        return Methods.all().stream()
                .filter(method -> !method.fitsTrulySparseLayers())
                .map(Method::name);
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void methodsThatTrulySparseLayersCannotHoldAreRefusedThere(String method) {
        assertThatThrownBy(() -> run(usual(method, Storage.COMPRESSED)))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("truly sparse layers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gmp", "granet"})
    void methodsThatStartDenserEndAsAsked(String method) throws IOException {
        RunResult result = run(usual(method, Storage.MASKED));

        assertThat(result.sparsityRequested()).isEqualTo(0.8);
        assertThat(result.sparsityReached()).isCloseTo(0.8, within(1e-3));
        assertThat(result.last().explored()).isGreaterThan(0.45);
    }

    @Test
    void prunedNeuronsLeaveTheNetworkSparserThanAsked() throws IOException {
        RunResult result = run(usual("set-neurons", Storage.MASKED));

        assertThat(result.perEpoch().get(0).layers()).isEqualTo(budgets());
        assertThat(result.sparsityRequested()).isCloseTo(0.8, within(1e-3));
        assertThat(result.sparsityReached()).isBetween(0.81, 0.9);
    }

    private static List<LayerDensity> budgets() throws IOException {
        return run(usual("fixed", Storage.MASKED)).last().layers();
    }

    @Test
    void palsFindsASparsityOfItsOwn() throws IOException {
        RunResult result = run(usual("pals", Storage.MASKED));

        assertThat(result.sparsityRequested()).isZero();
        assertThat(result.sparsityReached()).isBetween(0.01, 0.9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pals", "ctre-seq"})
    void whatMethodsLookAtIsNotTrainedOnAndNotTheTestExamples(String method) {
        TrainingRun run = TrainingRun.start(usual(method, Storage.MASKED), TinyDigits.data());

        // 320 examples less 32, in batches of 32
        assertThat(run.stepsPerEpoch()).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "BY_METHOD")
    void everyDropRuleKeepsTheNumberOfConnections(DropRule rule) throws IOException {
        RunSettings settings = with(
                usual("set", Storage.MASKED),
                new PartSettings(rule, DropScope.LOCAL, GrowRule.BY_METHOD, RedistributionRule.BY_METHOD));
        RunResult result = run(settings);

        assertThat(result.connections()).isEqualTo(Math.round(0.2 * WEIGHTS));
        assertThat(result.last().explored()).isGreaterThan(0.2 + 1e-4);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "BY_METHOD")
    void everyGrowthRuleKeepsTheNumberOfConnections(GrowRule rule) throws IOException {
        RunSettings settings = with(
                usual("set", Storage.MASKED),
                new PartSettings(DropRule.SNIP, DropScope.GLOBAL, rule, RedistributionRule.BY_METHOD));
        RunResult result = run(settings);

        assertThat(result.connections()).isEqualTo(Math.round(0.2 * WEIGHTS));
        assertThat(result.last().explored()).isGreaterThan(0.2 + 1e-4);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "BY_METHOD")
    void everyRedistributionKeepsTheNumberOfConnectionsOfTheNetwork(RedistributionRule rule) throws IOException {
        RunSettings settings = with(
                usual("rigl", Storage.MASKED),
                new PartSettings(DropRule.BY_METHOD, DropScope.LOCAL, GrowRule.BY_METHOD, rule));
        RunResult result = run(settings);

        assertThat(result.connections()).isEqualTo(Math.round(0.2 * WEIGHTS));
    }

    @ParameterizedTest
    @CsvSource({"dsr, (dsr)", "set-neurons, (set-neurons)"})
    void trulySparseLayersRefuseWhatChangesTheirNumbersOfConnections(String method, String message) {
        assertThatThrownBy(() -> TrainingRun.start(usual(method, Storage.COMPRESSED), TinyDigits.data()))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining(message);
    }
}
