package io.github.dl4jsparse.listeners.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;

class SparseModelsTest {

    private static final ResumeCase LAYERED = new ResumeCase("rigl", "masked", "nesterovs", false);
    private static final ResumeCase GRAPH = new ResumeCase("rigl", "masked", "nesterovs", true);

    @TempDir
    Path folder;

    private Path trained(ResumeCase run) throws IOException {
        Model net = run.network();
        run.attach(net);
        run.fit(net, 1);
        Path file = folder.resolve(run.fileName());
        SparseModels.save(net, file);
        return file;
    }

    @Test
    void aFileWithMasksLoadsInPlainDl4j() throws IOException {
        Path file = trained(LAYERED);

        MultiLayerNetwork plain = ModelSerializer.restoreMultiLayerNetwork(file.toFile());

        assertThat(plain.params().data().asFloat())
                .isEqualTo(SparseModels.load(file).params().data().asFloat());
        assertThat(plain.getListeners()).isEmpty();
    }

    @Test
    void aFileOfPlainDl4jLoadsWithoutMasks() throws IOException {
        Model net = LAYERED.network();
        Path file = folder.resolve("plain.zip");
        ModelSerializer.writeModel(net, file.toFile(), true);

        Model loaded = SparseModels.load(file);

        assertThat(loaded.params().data().asFloat())
                .isEqualTo(net.params().data().asFloat());
        assertThat(TopologyListener.of(loaded)).isEmpty();
    }

    @Test
    void masksHoldInALoadedNetworkThatIsTrainedFurtherWithoutItsMethod() throws IOException {
        Model loaded = SparseModels.load(trained(LAYERED));
        MaskSet masks = TopologyListener.of(loaded).orElseThrow().masks();

        LAYERED.fit(loaded, 2);

        assertThat(TopologyListener.of(loaded).orElseThrow().masks()).isEqualTo(masks);
        MultiLayerNetwork net = (MultiLayerNetwork) loaded;
        masks.masks().forEach((name, mask) -> {
            String layer = name.substring(0, name.lastIndexOf('_'));
            Mask nonZero = Mask.nonZero(net.getLayer(layer).getParam("W"));
            assertThat(nonZero.andNot(mask).count()).as(name).isZero();
        });
    }

    @Test
    void aRunSavedAgainBeforeItsMethodIsAttachedKeepsItsState() throws IOException {
        Path first = trained(new ResumeCase("rigl-epochs", "masked", "adam", false));
        Path second = folder.resolve("second.zip");

        SparseModels.save(SparseModels.load(first), second);

        assertThat(ModelArchive.open(second).entry(SparseModels.ENTRY))
                .hasValueSatisfying(extras -> assertThat(extras).isEqualTo(entry(first)));
    }

    @Test
    void aFileWithoutUpdaterStateHoldsTheMasksAndNoHistory() throws IOException {
        Model net = SparseModels.load(trained(LAYERED));
        TopologyListener topology = TopologyListener.of(net).orElseThrow();
        Path deployable = folder.resolve("deployable.zip");

        SparseModels.save(net, deployable, false);

        TopologyListener loaded =
                TopologyListener.of(SparseModels.load(deployable)).orElseThrow();
        assertThat(topology.explored().count()).isGreaterThan(topology.masks().count());
        assertThat(loaded.masks()).isEqualTo(topology.masks());
        assertThat(loaded.explored()).isEqualTo(topology.masks());
    }

    private static byte[] entry(Path file) {
        try {
            return ModelArchive.open(file).entry(SparseModels.ENTRY).orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void loadingTheOtherKindOfNetworkIsRefusedByName() throws IOException {
        Path layered = trained(LAYERED);
        Path graph = trained(GRAPH);

        assertThat(SparseModels.load(graph)).isInstanceOf(ComputationGraph.class);
        assertThatThrownBy(() -> SparseModels.loadComputationGraph(layered))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(MultiLayerNetwork)")
                .hasMessageContaining(layered.toString());
        assertThatThrownBy(() -> SparseModels.loadMultiLayerNetwork(graph)).hasMessageContaining("(ComputationGraph)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 0.9, 0.999})
    void aTruncatedFileIsRefused(double share) throws IOException {
        Path file = trained(LAYERED);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, (int) (whole.length * share)));

        assertThatThrownBy(() -> SparseModels.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged or truncated")
                .hasMessageContaining(file.toString());
    }

    @Test
    void aFileWithAChangedByteIsRefused() throws IOException {
        Path file = trained(LAYERED);
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length / 2] ^= 0x10;
        Files.write(file, whole);

        assertThatThrownBy(() -> SparseModels.load(file)).isInstanceOf(IOException.class);
    }

    @Test
    void aFileWithAnyBitFlippedIsLoadedOrRefusedByItsName() throws IOException {
        Path file = trained(LAYERED);
        byte[] whole = Files.readAllBytes(file);
        RandomStream random = RandomStream.of(1, "flips");

        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            // the zip format holds times and other fields that nobody reads
            Throwable refusal = catchThrowable(() -> SparseModels.load(file));
            if (refusal != null) {
                assertThat(refusal).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> SparseModels.load(folder.resolve("nowhere.zip")))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("nowhere.zip");
    }

    @Test
    void aMaskOfAnotherShapeIsRefused() throws IOException {
        Path file = trained(LAYERED);
        byte[] extras = entry(file);
        Path other = folder.resolve("other.zip");
        MultiLayerNetwork wider = (MultiLayerNetwork) new ResumeCase("rigl", "compressed", "adam", false).network();
        ModelSerializer.writeModel(wider, other.toFile(), true);
        ModelArchive.add(other, SparseModels.ENTRY, extras);

        assertThatThrownBy(() -> SparseModels.load(other))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("layer0_W");
    }

    @Test
    void anEntryOfANewerVersionIsRefused() throws IOException {
        Path file = trained(LAYERED);
        byte[] extras = entry(file);
        extras[7] = 99;
        ModelArchive.add(file, SparseModels.ENTRY, extras);

        assertThatThrownBy(() -> SparseModels.load(file)).hasMessageContaining("version (99)");
    }

    @Test
    void aFailedSaveLeavesTheEarlierFileAndNoOther() throws IOException {
        Path file = trained(LAYERED);
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> AtomicFile.write(file, temporary -> {
                    Files.write(temporary, new byte[10]);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void loadingRestoresTheRandomStateOfTheThread() throws IOException {
        Model net = LAYERED.network();
        LAYERED.attach(net);
        Nd4j.getRandom().setSeed(1234);
        Nd4j.randn(3, 3);
        Path file = folder.resolve("random.zip");
        SparseModels.save(net, file);
        float[] next = Nd4j.randn(5).data().asFloat();

        SparseModels.load(file);

        assertThat(Nd4j.randn(5).data().asFloat()).isEqualTo(next);
    }

    @Test
    void anotherMethodMayGoOnWithALoadedTopology() throws IOException {
        Model loaded = SparseModels.load(trained(LAYERED));
        Map<String, Mask> masks =
                TopologyListener.of(loaded).orElseThrow().masks().masks();

        TopologyListener fixed = DynamicSparseTraining.fixed().sparsity(0.1).attach(loaded);

        assertThat(fixed.masks().masks()).isEqualTo(masks);
        assertThat(TopologyListener.of(loaded)).containsSame(fixed);
        assertThat(loaded).isInstanceOf(MultiLayerNetwork.class);
        assertThat(((MultiLayerNetwork) loaded).getListeners()).containsExactly(fixed);
    }

    @Test
    void aMethodWithoutGradientsDoesNotMakeTheUpdateThatAnotherWaitedFor() throws IOException {
        ResumeCase run = new ResumeCase("rigl-epochs", "masked", "adam", false);
        Path file = trained(run);
        MultiLayerNetwork loaded = SparseModels.loadMultiLayerNetwork(file);
        TopologyListener set = DynamicSparseTraining.set().attach(loaded);
        MaskSet masks = set.masks();

        loaded.fit(Nd4j.rand(4, 12), Nd4j.eye(4).getColumns(0, 1, 2));

        assertThat(set.masks()).isEqualTo(masks);
        assertThat(set.updates()).isZero();
    }

    static Stream<IUpdater> updaters() {
        return Stream.of(
                new Nesterovs(0.1),
                new Adam(0.01),
                new Nadam(0.01),
                new AMSGrad(0.01),
                new AdaMax(0.01),
                new AdaDelta(),
                new AdaGrad(0.01),
                new RmsProp(0.01));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void theOptimiserStateIsThatOfTheSavedRunBitForBit(IUpdater updater) throws IOException {
        ResumeCase run = new ResumeCase("rigl", "masked", "adam", false);
        MultiLayerNetwork net = (MultiLayerNetwork) run.network();
        for (Layer layer : net.getLayers()) {
            ((BaseLayer) layer.conf().getLayer()).setIUpdater(updater);
        }
        run.attach(net);
        run.fit(net, 2);
        Path file = folder.resolve("updater.zip");
        SparseModels.save(net, file);

        MultiLayerNetwork loaded = SparseModels.loadMultiLayerNetwork(file);
        run.attach(loaded);

        assertThat(bits(loaded.getUpdater().getStateViewArray()))
                .isEqualTo(bits(net.getUpdater().getStateViewArray()));
    }

    private static int[] bits(INDArray array) {
        float[] numbers = array.data().asFloat();
        return IntStream.range(0, numbers.length)
                .map(i -> Float.floatToRawIntBits(numbers[i]))
                .toArray();
    }
}
