package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowVectorsTest {

    private static final long SECOND = 1_000_000_000;

    private final List<String> warnings = new ArrayList<>();
    private final SlowVectors watch = new SlowVectors(warnings::add);

    @Test
    void tellsOnceThatAllIsSlow() {
        for (int second = 0; second < 20; second++) {
            watch.add(SECOND / 100, SECOND);
        }

        assertThat(warnings).singleElement().asString().contains("(0.010)", "-Ddl4jsparse.kernels=scalar");
        assertThat(watch.done()).isTrue();
    }

    @Test
    void aSlowBeginningIsForgiven() {
        watch.add(10, 2 * SECOND);
        assertThat(watch.done()).isFalse();
        watch.add(10 * SECOND, 3 * SECOND);

        assertThat(warnings).isEmpty();
        assertThat(watch.done()).isTrue();
    }
}
