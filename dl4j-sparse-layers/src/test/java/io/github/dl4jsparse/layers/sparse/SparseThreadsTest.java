package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.base;
import static io.github.dl4jsparse.layers.sparse.SparseNets.data;
import static io.github.dl4jsparse.layers.sparse.SparseNets.init;
import static io.github.dl4jsparse.layers.sparse.SparseNets.output;
import static io.github.dl4jsparse.layers.sparse.SparseNets.sparse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.kernel.KernelBackend;
import io.github.dl4jsparse.layers.kernel.KernelThreads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Training gives the same bits for every number of threads and whatever else is trained. */
class SparseThreadsTest {

    /** Large enough that products are shared, with units that have very different numbers of connections. */
    private static MultiLayerNetwork network(int seed) {
        return init(base(DataType.FLOAT)
                .seed(seed)
                .updater(new Nesterovs(0.01))
                .list()
                .layer(sparse(300, 401, 0.9).build())
                .layer(sparse(401, 203, 0.8).build())
                .layer(output(203, 3))
                .build());
    }

    private static float[] train(MultiLayerNetwork net, int seed) {
        DataSet data = data(DataType.FLOAT, 67, 300, 3, seed);
        for (int step = 0; step < 3; step++) {
            net.fit(data);
        }
        return net.params().toFloatVector();
    }

    @Test
    void severalNetworksAtOnceGetTheBitsOfOneAfterTheOther() {
        List<MultiLayerNetwork> networks =
                IntStream.range(0, 6).mapToObj(SparseThreadsTest::network).toList();
        List<float[]> alone = IntStream.range(0, 6)
                .mapToObj(net -> train(networks.get(net).clone(), net))
                .toList();
        List<float[]> together = IntStream.range(0, 6)
                .parallel()
                .mapToObj(net -> train(networks.get(net), net))
                .toList();

        for (int net = 0; net < alone.size(); net++) {
            assertThat(Arrays.equals(together.get(net), alone.get(net))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void anyNumberOfThreadsGivesTheSameBits(String kernels) throws Exception {
        String one = inNewJvm(kernels, 1);

        assertThat(one).startsWith(kernels);
        assertThat(inNewJvm(kernels, 2)).isEqualTo(one.replace(" 1 ", " 2 "));
        assertThat(inNewJvm(kernels, 5)).isEqualTo(one.replace(" 1 ", " 5 "));
    }

    private static String inNewJvm(String kernels, int threads) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-D" + KernelBackend.PROPERTY + "=" + kernels,
                        "-D" + KernelThreads.PROPERTY + "=" + threads,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Training.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.strip();
    }

    /** Prints kernels, threads and a digest of what was trained. */
    static final class Training {

        public static void main(String[] args) {
            System.out.println(
                    KernelBackend.name() + " " + KernelThreads.count() + " " + Arrays.hashCode(train(network(7), 7)));
        }
    }
}
