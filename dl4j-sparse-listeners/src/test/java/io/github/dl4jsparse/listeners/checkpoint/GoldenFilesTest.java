package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.zip.CRC32;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that earlier versions have written load, with the parameters and topologies that they were written with. */
class GoldenFilesTest {

    private static final List<String> VERSIONS = List.of("0.1.0");

    static Iterable<Arguments> files() {
        List<Arguments> files = new ArrayList<>();
        for (String version : VERSIONS) {
            GoldenFiles.CASES.forEach(run -> files.add(Arguments.of(version, run)));
        }
        return files;
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(GoldenFilesTest.class.getResource("/golden/" + name).toURI());
    }

    private static long checksum(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        bytes.asFloatBuffer().put(values);
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        return crc.getValue();
    }

    private static String facts(Model net) {
        TopologyListener topology = TopologyListener.of(net).orElseThrow();
        StringBuilder facts = new StringBuilder()
                .append("parameters ")
                .append(checksum(net.params().data().asFloat()))
                .append(" state ")
                .append(checksum(
                        NetworkView.of(net).updater().getStateViewArray().data().asFloat()))
                .append(" updates ")
                .append(topology.updates());
        for (SparseWeight weight : topology.weights()) {
            long sum = 0;
            for (long position : weight.active().toArray()) {
                sum = 31 * sum + position;
            }
            facts.append(' ').append(weight.name()).append(' ').append(sum);
        }
        return facts.append(" explored ").append(topology.explored().count()).toString();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileOfAnEarlierVersionLoadsAsItWasWritten(String version, ResumeCase run) throws Exception {
        Properties expected = new Properties();
        try (InputStream in = Files.newInputStream(resource(version + "/expected.properties"))) {
            expected.load(in);
        }

        Model net = SparseModels.load(resource(version + "/" + run.fileName()));

        assertThat(facts(net)).isEqualTo(expected.getProperty(run.fileName()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aRunOfAnEarlierVersionGoesOn(String version, ResumeCase run) throws IOException, URISyntaxException {
        Model net = SparseModels.load(resource(version + "/" + run.fileName()));
        long updates = TopologyListener.of(net).orElseThrow().updates();

        TopologyListener topology = run.attach(net);
        run.fit(net, 2);

        assertThat(topology.updates()).isGreaterThan(updates);
    }
}
