package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;

/** Six epochs equal three epochs, saving, loading in a new JVM, and three more: every bit of them. */
class ResumeTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void halfOfEachRunIsContinuedInNewJvm() throws IOException, InterruptedException {
        Path half = Files.createDirectory(folder.resolve("half"));
        Path end = Files.createDirectory(folder.resolve("end"));
        for (ResumeCase run : ResumeCase.all()) {
            Nd4j.getRandom().setSeed(99);
            Model net = run.network();
            run.attach(net);
            run.fit(net, ResumeCase.EPOCHS / 2);
            SparseModels.save(net, half.resolve(run.fileName()));
        }
        Path log = folder.resolve("log.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ResumeInNewJvm.class.getName(),
                        half.toString(),
                        end.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(log.toString()))
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    static Iterable<ResumeCase> runs() {
        return ResumeCase.all();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aRunContinuedInNewJvmEqualsOneThatWasNeverStopped(ResumeCase run) throws IOException {
        Nd4j.getRandom().setSeed(99);
        Model whole = run.network();
        TopologyListener topology = run.attach(whole);
        run.fit(whole, ResumeCase.EPOCHS);

        Model resumed = SparseModels.load(folder.resolve("end").resolve(run.fileName()));

        assertThat(bits(resumed)).isEqualTo(bits(whole));
        assertThat(NetworkView.of(resumed).updater().getStateViewArray().data().asFloat())
                .isEqualTo(NetworkView.of(whole)
                        .updater()
                        .getStateViewArray()
                        .data()
                        .asFloat());
        TopologyListener continued = TopologyListener.of(resumed).orElseThrow();
        assertThat(continued.masks()).isEqualTo(topology.masks());
        assertThat(continued.explored()).isEqualTo(topology.explored());
        assertThat(continued.updates()).isEqualTo(topology.updates()).isPositive();
        assertThat(NetworkView.of(resumed).epochCount()).isEqualTo(ResumeCase.EPOCHS);
        assertThat(NetworkView.of(resumed).iterationCount())
                .isEqualTo(NetworkView.of(whole).iterationCount());
    }

    private static int[] bits(Model net) {
        float[] values = net.params().data().asFloat();
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
