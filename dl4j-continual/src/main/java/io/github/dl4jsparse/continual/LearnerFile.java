package io.github.dl4jsparse.continual;

import io.github.dl4jsparse.continual.store.ClassMeans;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/** A learner's file: that of the trained network, with entries for the settings, the plain configuration and the sessions. */
final class LearnerFile {

    private static final String SETTINGS = "continual.json";
    private static final String PLAIN = "continual-network.json";
    private static final String STATE = "continual.bin";
    private static final int MAGIC = 0x444C4343;
    private static final int VERSION = 1;

    private LearnerFile() {}

    static void write(Path file, LearnerSettings settings, Learning learning, List<StrategySession> sessions)
            throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(SETTINGS, NeuralNetConfiguration.mapper().writeValueAsBytes(settings));
        entries.put(PLAIN, configuration(learning.plain().model()).getBytes(StandardCharsets.UTF_8));
        entries.put(STATE, state(learning, sessions));
        SparseModels.save(learning.network().model(), file, true, entries);
    }

    private static String configuration(Model plain) {
        return plain instanceof MultiLayerNetwork net
                ? net.getLayerWiseConfigurations().toJson()
                : ((ComputationGraph) plain).getConfiguration().toJson();
    }

    private static byte[] state(Learning learning, List<StrategySession> sessions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(learning.learned().size());
            for (LearnedTask task : learning.learned()) {
                out.writeInt(task.id());
                out.writeDouble(task.seconds());
                out.writeInt(task.classes().size());
                for (int output : task.classes()) {
                    out.writeInt(output);
                }
            }
            for (StrategySession session : sessions) {
                byte[] state = LearnerSnapshot.write(session);
                out.writeInt(state.length);
                out.write(state);
            }
            learning.classMeans().writeTo(out);
        }
        return bytes.toByteArray();
    }

    static ContinualLearner read(Path file, List<ContinualListener> listeners) throws IOException {
        byte[] settings;
        byte[] plain;
        byte[] state;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            settings = entry(zip, SETTINGS, file);
            plain = entry(zip, PLAIN, file);
            state = entry(zip, STATE, file);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            int magic = in.readInt();
            if (magic != MAGIC) {
                throw new IOException("The entry (" + STATE + ") of the file (" + file
                        + ") does not begin as that of a learner. Maybe the file is damaged?");
            }
            int version = in.readInt();
            if (version != VERSION) {
                throw new IOException("The file (" + file + ") holds a learner of version (" + version
                        + "); this library reads version (" + VERSION + "). Maybe a newer one has written it?");
            }
            List<LearnedTask> learned = learned(in);
            LearnerSettings read = settings(settings, file);
            Model trained = SparseModels.load(file);
            long root = Nd4j.getRandom().rootState();
            long node = Nd4j.getRandom().nodeState();
            ContinualLearner learner = ContinualLearner.open(
                    read, trained, network(new String(plain, StandardCharsets.UTF_8), trained), listeners, List.of());
            learner.learning().restore(learned, new ClassMeans());
            for (StrategySession session : learner.sessions()) {
                byte[] own = new byte[in.readInt()];
                in.readFully(own);
                LearnerSnapshot.read(session, own);
            }
            learner.learning().classMeans().readFrom(in);
            Nd4j.getRandom().setStates(root, node); // networks that were made meanwhile have seeded it
            return learner;
        } catch (EOFException e) {
            throw new IOException("The entry (" + STATE + ") of the file (" + file + ") ends early.", e);
        } catch (UncheckedIOException | NegativeArraySizeException | IndexOutOfBoundsException e) {
            throw new IOException(
                    "The entry (" + STATE + ") of the file (" + file
                            + ") does not hold what the learner's strategy has written. Maybe the file is damaged?",
                    e);
        }
    }

    private static LearnerSettings settings(byte[] json, Path file) throws IOException {
        try {
            return NeuralNetConfiguration.mapper().readValue(json, LearnerSettings.class);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "The settings in the entry (" + SETTINGS + ") of the file (" + file + ") cannot be read: "
                            + e.getOriginalMessage()
                            + ". Maybe a strategy is missing on the class path, or another version of"
                            + " this library has written it?",
                    e);
        }
    }

    private static byte[] entry(ZipFile zip, String name, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("The file (" + file + ") has no entry (" + name
                    + "). Maybe it is a network rather than a learner?");
        }
        return zip.getInputStream(entry).readAllBytes();
    }

    private static List<LearnedTask> learned(DataInputStream in) throws IOException {
        List<LearnedTask> learned = new ArrayList<>();
        int count = in.readInt();
        for (int t = 0; t < count; t++) {
            int id = in.readInt();
            double seconds = in.readDouble();
            SortedSet<Integer> classes = new TreeSet<>();
            int classCount = in.readInt();
            for (int c = 0; c < classCount; c++) {
                classes.add(in.readInt());
            }
            learned.add(new LearnedTask(id, classes, seconds));
        }
        return learned;
    }

    private static Model network(String json, Model like) {
        Model net = like instanceof MultiLayerNetwork
                ? new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json))
                : new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
        net.init();
        return net;
    }
}
