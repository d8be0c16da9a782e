package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class KernelThreadsTest {

    @RepeatedTest(20)
    void eachPartIsDoneOnceWhoeverElseIsAtWork() {
        AtomicIntegerArray times = new AtomicIntegerArray(6 * 50);

        IntStream.range(0, 6).parallel().forEach(caller -> {
            for (int k = 0; k < 10; k++) {
                int first = caller * 50 + k * 5;
                KernelThreads.run(5, part -> times.incrementAndGet(first + part));
                for (int part = 0; part < 5; part++) {
                    assertThat(times.get(first + part)).isEqualTo(1);
                }
            }
        });
    }

    @Test
    void theFailureOfAPartReachesTheCallerAfterAllPartsAreDone() {
        AtomicIntegerArray times = new AtomicIntegerArray(8);

        assertThatIllegalStateException()
                .isThrownBy(() -> KernelThreads.run(8, part -> {
                    times.incrementAndGet(part);
                    if (part == 3) {
                        throw new ArithmeticException("part 3");
                    }
                }))
                .withRootCauseInstanceOf(ArithmeticException.class);

        assertThat(times).hasToString("[1, 1, 1, 1, 1, 1, 1, 1]");
    }

    @Test
    void anInterruptIsKeptForTheCaller() {
        Thread.currentThread().interrupt();
        KernelThreads.run(2, part -> {
            long end = System.nanoTime() + 20_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        });

        assertThat(Thread.interrupted()).isTrue();
    }
}
