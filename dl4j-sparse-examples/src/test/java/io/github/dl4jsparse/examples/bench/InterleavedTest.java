package io.github.dl4jsparse.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterleavedTest {

    @Test
    void contendersTakeTurnsAndTheWarmUpDoesNotCount() {
        List<String> calls = new ArrayList<>();
        List<Contender> contenders =
                List.of(new Contender("A", 1, () -> calls.add("A")), new Contender("B", 1, () -> calls.add("B")));

        List<Timing> timings = Interleaved.measure(contenders, new Rounds(1, 2));

        assertThat(calls).containsExactly("A", "B", "A", "B", "A", "B");
        assertThat(timings).extracting(Timing::name).containsExactly("A", "B");
        assertThat(timings).allSatisfy(timing -> assertThat(timing.millis()).hasSize(2));
    }
}
