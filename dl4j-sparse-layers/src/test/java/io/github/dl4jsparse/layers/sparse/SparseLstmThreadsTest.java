package io.github.dl4jsparse.layers.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.KernelThreads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** The number of threads is read once for a process: each number has a JVM of its own. */
class SparseLstmThreadsTest {

    @Test
    void theBitsDoNotDependOnTheNumberOfThreads() throws Exception {
        String alone = bitsWith(1);

        assertThat(alone).matches("1 [-0-9]+ [-0-9]+");
        assertThat(bitsWith(3)).isEqualTo("3" + alone.substring(1));
    }

    private static String bitsWith(int threads) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + KernelThreads.PROPERTY + "=" + threads,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Steps.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.strip();
    }

    /** Prints the number of threads and what the bits of parameters and outputs come to. */
    static final class Steps {

        public static void main(String[] args) {
            // 128 x 512 / 2 connections times 32 examples: more than one thread is worth while at each time step
            MultiLayerNetwork net = LstmNets.net(
                    LstmNets.base(DataType.FLOAT), LstmNets.sparse(40, 128, 0.5).build(), 128);
            DataSet data = LstmNets.data(DataType.FLOAT, 32, 40, 5, 1);
            net.fit(data);
            net.fit(data);
            System.out.println(KernelThreads.count() + " " + Arrays.hashCode(SparseNets.bits(net.params())) + " "
                    + Arrays.hashCode(SparseNets.bits(net.output(data.getFeatures()))));
        }
    }
}
