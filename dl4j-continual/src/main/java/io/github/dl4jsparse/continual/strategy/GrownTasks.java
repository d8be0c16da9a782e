package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.TaskMemory;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The timestamps and heads of tasks in a network that grows: how many units of each layer a task knows, and its output weights. */
final class GrownTasks {

    private final Map<Integer, int[]> stamps = new LinkedHashMap<>();
    private final Map<Integer, double[]> heads = new LinkedHashMap<>();

    /** Keeps the sizes that the layers have now, and the present head. */
    void keep(int task, DenseChain chain) {
        FlatArray numbers = chain.numbers();
        int last = chain.size() - 1;
        int inputs = chain.width(last);
        int outputs = chain.width(last + 1);
        double[] head = new double[(inputs + 1) * outputs];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                head[out * (inputs + 1) + in] = numbers.get(chain.index(last, in, out));
            }
            long bias = chain.biasIndex(last, out);
            head[out * (inputs + 1) + inputs] = bias < 0 ? 0 : numbers.get(bias);
        }
        stamps.put(task, chain.widths());
        heads.put(task, head);
    }

    /** The number of units of each unit layer that a task knows. */
    int[] widths(int task) {
        return stamps.get(task).clone();
    }

    /** Writes the head of a task, and 0 for units that it does not know. */
    void installHead(int task, DenseChain chain) {
        FlatArray numbers = chain.numbers();
        int last = chain.size() - 1;
        double[] head = heads.get(task);
        int inputs = stamps.get(task)[last];
        for (int out = 0; out < chain.width(last + 1); out++) {
            for (int in = 0; in < chain.width(last); in++) {
                double weight = in < inputs ? head[out * (inputs + 1) + in] : 0;
                numbers.set(chain.index(last, in, out), weight);
            }
            if (chain.biasIndex(last, out) >= 0) {
                numbers.set(chain.biasIndex(last, out), head[out * (inputs + 1) + inputs]);
            }
        }
    }

    /** Writes the network as a task knows it: later units have no weights. */
    void install(int task, NetworkView from, NetworkView plain) {
        Map<String, INDArray> shared = TaskParameters.arrays(from);
        TaskParameters.arrays(plain).forEach((name, array) -> array.assign(shared.get(name)));
        DenseChain chain = DenseChain.of(plain);
        FlatArray numbers = chain.numbers();
        int[] known = stamps.get(task);
        for (int l = 0; l < chain.size() - 1; l++) {
            for (int out = 0; out < chain.width(l + 1); out++) {
                boolean later = out >= known[l + 1];
                for (int in = later ? 0 : known[l]; in < chain.width(l); in++) {
                    numbers.set(chain.index(l, in, out), 0);
                }
                if (later && chain.biasIndex(l, out) >= 0) {
                    numbers.set(chain.biasIndex(l, out), 0);
                }
            }
        }
        installHead(task, chain);
    }

    /** Of numbers of so many bytes. */
    TaskMemory memory(int task, int width) {
        return stamps.containsKey(task)
                ? new TaskMemory(
                        0,
                        0,
                        (long) heads.get(task).length * width,
                        (long) stamps.get(task).length * Integer.BYTES,
                        0,
                        0)
                : TaskMemory.none();
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(stamps.size());
        for (Map.Entry<Integer, int[]> stamp : stamps.entrySet()) {
            out.writeInt(stamp.getKey());
            out.writeInt(stamp.getValue().length);
            for (int width : stamp.getValue()) {
                out.writeInt(width);
            }
            double[] head = heads.get(stamp.getKey());
            out.writeInt(head.length);
            for (double number : head) {
                out.writeDouble(number);
            }
        }
    }

    void readFrom(DataInputStream in) throws IOException {
        stamps.clear();
        heads.clear();
        int tasks = in.readInt();
        for (int t = 0; t < tasks; t++) {
            int task = in.readInt();
            int[] widths = new int[in.readInt()];
            for (int i = 0; i < widths.length; i++) {
                widths[i] = in.readInt();
            }
            double[] head = new double[in.readInt()];
            for (int i = 0; i < head.length; i++) {
                head[i] = in.readDouble();
            }
            stamps.put(task, widths);
            heads.put(task, head);
        }
    }
}
