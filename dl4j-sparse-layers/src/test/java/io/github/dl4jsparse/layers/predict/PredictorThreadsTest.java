package io.github.dl4jsparse.layers.predict;

import static io.github.dl4jsparse.layers.predict.PredictedNets.numbers;
import static io.github.dl4jsparse.layers.predict.PredictedNets.small;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PredictorThreadsTest {

    private static final int EXAMPLES = 7;

    @Test
    void manyThreadsGetTheBitsOfOne() throws Exception {
        SparsePredictor predictor = SparsePredictor.of(small(1));
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int task = 0; task < 32; task++) {
            float[] in = numbers(30 * EXAMPLES, 0.3, task);
            float[] expected = new float[5 * EXAMPLES];
            predictor.predict(in, EXAMPLES, expected);
            tasks.add(() -> {
                for (int i = 0; i < 500; i++) {
                    float[] out = new float[5 * EXAMPLES];
                    predictor.predict(in, EXAMPLES, out);
                    assertThat(out).containsExactly(expected);
                }
                return 500;
            });
        }

        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            for (Future<Integer> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isEqualTo(500);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void predictionsAllocateNothing() {
        SparsePredictor predictor = SparsePredictor.of(small(2));
        float[] in = numbers(30 * EXAMPLES, 0.3, 1);
        float[] one = numbers(30, 0.3, 2);
        float[] out = new float[5 * EXAMPLES];
        float[] oneOut = new float[5];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        Runnable predictions = () -> {
            for (int i = 0; i < 1000; i++) {
                predictor.predict(in, EXAMPLES, out);
                predictor.predict(one, oneOut);
            }
        };
        predictions.run();
        long before = threads.getThreadAllocatedBytes(self);

        predictions.run();

        assertThat(threads.getThreadAllocatedBytes(self) - before)
                .as("bytes that 2000 predictions allocate")
                .isLessThan(2000);
    }
}
