package io.github.dl4jsparse.listeners.checkpoint;

import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves and loads networks with all that a sparse run needs to go on exactly: masks, the positions that were ever active,
 * seed, schedule position, and ND4J's random state of the calling thread (dropout).
 *
 * <p>The file is DL4J's own zip with one further, versioned entry. Plain DL4J loads it too, without the masks; a file
 * written by plain DL4J loads here. A file is written to a temporary sibling, synced and moved into place: what stood there
 * before is replaced whole or not at all.
 *
 * <p>To continue a run, load the network and attach the same method again: it finds the saved topology and goes on.
 *
 * <pre>{@code
 * MultiLayerNetwork net = SparseModels.loadMultiLayerNetwork(file);
 * DynamicSparseTraining.rigl().sparsity(0.9).until(epochs(10)).seed(42).attach(net);
 * net.fit(train, 7);
 * }</pre>
 *
 * Saved at the end of an epoch, loaded and continued on the same back-end and number of ND4J's threads, with data whose order
 * depends on the seed and the epoch only, a run equals one that was never stopped, bit for bit. A network of truly sparse layers that is
 * loaded where other kernels compute them is told of by a warning. Continue on the thread that
 * has loaded the network: ND4J's random state belongs to a thread.
 */
public final class SparseModels {

    static final String ENTRY = "dl4jsparse.bin";

    private static final int MAGIC = 0x444C3453;
    private static final int VERSION = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SparseModels.class);

    private SparseModels() {}

    /**
     * Saves a network with its updater's state.
     *
     * @param net a {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @param file where to
     * @throws IOException if writing fails; an earlier file stays as it was
     */
    public static void save(Model net, Path file) throws IOException {
        save(net, file, true);
    }

    /**
     * Saves a network.
     *
     * @param net a {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @param file where to
     * @param saveUpdater whether to save the updater's state too, without which a run cannot go on exactly; without it the
     *     positions that were ever active are left out as well
     * @throws IOException if writing fails; an earlier file stays as it was
     */
    public static void save(Model net, Path file, boolean saveUpdater) throws IOException {
        save(net, file, saveUpdater, Map.of());
    }

    /**
     * Saves a network together with entries of your own, such as the settings of the run.
     *
     * @param net a {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @param file where to
     * @param saveUpdater as in {@link #save(Model, Path, boolean)}
     * @param entries contents by name; names of DL4J's and this library's entries are not to be used
     * @throws IOException if writing fails; an earlier file stays as it was
     */
    public static void save(Model net, Path file, boolean saveUpdater, Map<String, byte[]> entries) throws IOException {
        NetworkView.of(net);
        byte[] extras = extras(net, saveUpdater);
        AtomicFile.write(file, temporary -> {
            ModelSerializer.writeModel(net, temporary.toFile(), saveUpdater);
            ModelArchive.add(temporary, ENTRY, extras);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ModelArchive.add(temporary, entry.getKey(), entry.getValue());
            }
        });
    }

    private static byte[] extras(Model net, boolean history) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            Random random = Nd4j.getRandom();
            out.writeLong(random.rootState());
            out.writeLong(random.nodeState());
            out.writeUTF(UsedKernels.of(NetworkView.of(net)));
            Optional<TopologyListener> topology = TopologyListener.of(net);
            out.writeBoolean(topology.isPresent());
            if (topology.isPresent()) {
                topology.get().writeState(out, history);
            }
        }
        return bytes.toByteArray();
    }

    /**
     * Loads a network of either kind, with its updater's state where the file has one.
     *
     * @param file what {@link #save} or DL4J's {@code ModelSerializer} has written
     * @return a {@code MultiLayerNetwork} or {@code ComputationGraph}, whose masks hold already
     * @throws IOException if the file cannot be read, is damaged or truncated
     * @throws DL4JInvalidConfigException if its masks do not fit its network
     */
    public static Model load(Path file) throws IOException {
        ModelArchive archive = ModelArchive.open(file);
        Model net = network(archive, file);
        Optional<byte[]> extras = archive.entry(ENTRY);
        if (extras.isPresent()) {
            restore(net, extras.get(), file);
        }
        return net;
    }

    /**
     * Reads an entry of your own.
     *
     * @param file what {@link #save(Model, Path, boolean, Map)} has written
     * @param name the entry's name
     * @return its content, if there is one
     * @throws IOException if the file cannot be read, is damaged or truncated
     */
    public static Optional<byte[]> entry(Path file, String name) throws IOException {
        return ModelArchive.open(file).entry(name);
    }

    /** Some damage shows only when a network is made of what was read. */
    private static Model network(ModelArchive archive, Path file) throws IOException {
        try {
            return NetworkReader.read(file, archive.isGraph());
        } catch (ZipException | EOFException | IllegalArgumentException | IllegalStateException e) {
            throw ModelArchive.damaged(file, e);
        }
    }

    private static void restore(Model net, byte[] extras, Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(extras))) {
            int magic = in.readInt();
            int version = in.readInt();
            if (magic != MAGIC || version > VERSION) {
                throw new IOException("The model file (" + file + ") has an entry (" + ENTRY + ") of version ("
                        + version + "); this library reads up to version (" + VERSION
                        + "). Maybe a newer one has written it?");
            }
            long root = in.readLong();
            long node = in.readLong();
            String kernels = version == 1 ? "" : in.readUTF();
            if (in.readBoolean()) {
                TopologyListener.restore(net, in, version);
            }
            Nd4j.getRandom().setStates(root, node);
            UsedKernels.difference(kernels, UsedKernels.of(NetworkView.of(net))).ifPresent(LOG::warn);
        } catch (EOFException e) {
            throw new IOException("The entry (" + ENTRY + ") of the model file (" + file + ") ends early.", e);
        }
    }

    /**
     * Loads a {@code MultiLayerNetwork}.
     *
     * @param file what {@link #save} or DL4J's {@code ModelSerializer} has written
     * @return the network, whose masks hold already
     * @throws IOException if the file cannot be read, is damaged or truncated, or holds a {@code ComputationGraph}
     * @throws DL4JInvalidConfigException if its masks do not fit its network
     */
    public static MultiLayerNetwork loadMultiLayerNetwork(Path file) throws IOException {
        return as(MultiLayerNetwork.class, file);
    }

    /**
     * Loads a {@code ComputationGraph}.
     *
     * @param file what {@link #save} or DL4J's {@code ModelSerializer} has written
     * @return the network, whose masks hold already
     * @throws IOException if the file cannot be read, is damaged or truncated, or holds a {@code MultiLayerNetwork}
     * @throws DL4JInvalidConfigException if its masks do not fit its network
     */
    public static ComputationGraph loadComputationGraph(Path file) throws IOException {
        return as(ComputationGraph.class, file);
    }

    private static <T extends Model> T as(Class<T> type, Path file) throws IOException {
        Model net = load(file);
        if (!type.isInstance(net)) {
            throw new IOException("The model file (" + file + ") holds a ("
                    + net.getClass().getSimpleName() + "), not a (" + type.getSimpleName() + ").");
        }
        return type.cast(net);
    }
}
