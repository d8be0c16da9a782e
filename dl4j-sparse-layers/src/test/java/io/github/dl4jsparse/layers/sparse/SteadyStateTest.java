package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.data;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.sparse;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What is left of a training step once it is over. */
class SteadyStateTest {

    private static final long MEGABYTE = 1 << 20;

    private static MultiLayerNetwork net(Activation activation, int width, double sparsity) {
        return init(base(DataType.FLOAT)
                .activation(activation)
                .list()
                .layer(sparse(20, width, 0.5).build())
                .layer(sparse(width, width, sparsity).build())
                .layer(output(width))
                .build());
    }

    private static SparseOutputLayer output(int width) {
        return new SparseOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nIn(width)
                .nOut(3)
                .sparsity(0.5)
                .build();
    }

    @ParameterizedTest
    @EnumSource(names = {"RELU", "ELU"})
    void aStepAllocatesNoBuffersOnTheHeap(Activation activation) {
        int width = 2000;
        int batch = 512;
        MultiLayerNetwork net = net(activation, width, 0.99);
        DataSet data = data(DataType.FLOAT, batch, 20, 3, 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long limit = Float.BYTES * (long) width * batch / 8;
        long least = Long.MAX_VALUE;

        // until the JIT compiler has come to them, the Vector API's loops make an object of each vector
        for (int step = 0; step < 100 && least >= limit; step++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            net.fit(data);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).isLessThan(limit);
    }

    /** In a JVM of its own, whose heap has all its pages from the start: what the process gains is native memory. */
    @Test
    void tenThousandStepsLeaveNoMemoryBehind() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Steps.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output.strip()).matches("[-0-9]+ [-0-9]+");
        long[] growth =
                Stream.of(output.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        // one forgotten array of a hidden layer in each step would be 256 megabytes
        assertThat(growth[0]).as("heap").isLessThan(96 * MEGABYTE);
        assertThat(growth[1]).as("native memory").isLessThan(96 * MEGABYTE);
    }

    /** Prints how many bytes of heap and of the process ten thousand steps add to what one thousand took. */
    static final class Steps {

        public static void main(String[] args) {
            MultiLayerNetwork net = init(base(DataType.FLOAT)
                    .list()
                    .layer(sparse(20, 100, 0.9).activation(Activation.RELU).build())
                    .layer(sparse(100, 100, 0.9).activation(Activation.ELU).build())
                    .layer(output(100))
                    .build());
            DataSet data = data(DataType.FLOAT, 64, 20, 3, 1);
            for (int step = 0; step < 1_000; step++) {
                net.fit(data);
            }
            long heap = leastUsedHeap();
            long process = Pointer.physicalBytes();
            for (int step = 0; step < 10_000; step++) {
                net.fit(data);
            }
            System.out.println((leastUsedHeap() - heap) + " " + (Pointer.physicalBytes() - process));
        }

        /** The least of several looks: what waits for a reference handler is gone in one of them. */
        private static long leastUsedHeap() {
            long least = Long.MAX_VALUE;
            for (int look = 0; look < 5; look++) {
                System.gc();
                least = Math.min(
                        least,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            return least;
        }
    }
}
