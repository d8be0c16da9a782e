package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After every iteration, bit for bit: inactive positions hold +0.0, weights have as many connections as their method
 * promises, and a change of topology leaves the values and the optimiser state of kept connections alone.
 */
class InvariantsTest {

    static Stream<InvariantCase> everyPair() {
        return AllPairs.of(
                        InvariantCase.dimensions(),
                        values -> InvariantCase.of(values).isPossible(),
                        1)
                .stream()
                .map(InvariantCase::of);
    }

    static List<InvariantCase> product() {
        return InvariantCase.product();
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void holdForEveryPairOfSettings(InvariantCase combination) {
        check(combination);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("product")
    void holdForEveryMethodOnEveryStorageAndArrangementOfWeightsUnderEveryStateOfAnUpdater(InvariantCase combination) {
        check(combination);
    }

    private static void check(InvariantCase combination) {
        long changed = combination.run();

        if (combination.method() == InvariantCase.Method.FIXED) {
            assertThat(changed).isZero();
        } else {
            assertThat(changed).as("connections that changed place").isPositive();
        }
    }
}
