package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.layers.init.IsometryReport;
import io.github.dl4jsparse.layers.init.LayerwiseIsometry;
import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

class IsometricStartTest {

    private final List<IsometryReport> reports = new ArrayList<>();

    private DynamicSparseTraining method() {
        return DynamicSparseTraining.rigl()
                .sparsity(.5)
                .seed(3)
                .isometry(new LayerwiseIsometry(50, 1e-6), reports::addAll);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothStoragesAreMovedAndKeepTheirConnections(boolean graph) {
        Model network = graph
                ? TinyNetworks.graph(LayerKind.DENSE, true, b -> b.updater(new Adam(.01)))
                : TinyNetworks.layered(LayerKind.DENSE, true, b -> b.updater(new Adam(.01)));
        Model twin = graph
                ? TinyNetworks.graph(LayerKind.DENSE, true, b -> b.updater(new Adam(.01)))
                : TinyNetworks.layered(LayerKind.DENSE, true, b -> b.updater(new Adam(.01)));

        TopologyListener listener = method().attach(network);
        TopologyListener plain =
                DynamicSparseTraining.rigl().sparsity(.5).seed(3).attach(twin);

        assertThat(reports).extracting(IsometryReport::name).containsExactly("x_W", "out_W", "s_W");
        assertThat(reports).allSatisfy(report -> assertThat(report.lossAfter()).isLessThan(report.lossBefore()));
        for (int i = 0; i < 3; i++) {
            assertThat(listener.weights().get(i).active().toArray())
                    .isEqualTo(plain.weights().get(i).active().toArray());
        }
        assertThat(TinyNetworks.parameters(network)).isNotEqualTo(TinyNetworks.parameters(twin));
    }

    @Test
    void aSavedRunIsNotMovedAgain(@TempDir Path folder) throws IOException {
        Model network = TinyNetworks.layered(LayerKind.DENSE, true, b -> b.updater(new Adam(.01)));
        method().attach(network);
        TinyNetworks.fit(network, TinyNetworks.batches(LayerKind.Data.FLAT, 3));
        SparseModels.save(network, folder.resolve("net.zip"));
        reports.clear();

        Model loaded = SparseModels.load(folder.resolve("net.zip"));
        method().attach(loaded);

        assertThat(reports).isEmpty();
        assertThat(TinyNetworks.parameters(loaded)).isEqualTo(TinyNetworks.parameters(network));
    }
}
