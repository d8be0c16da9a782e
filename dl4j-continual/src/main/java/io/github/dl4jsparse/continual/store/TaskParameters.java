package io.github.dl4jsparse.continual.store;

import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parameters of which each task has its own: by default all but the weights of hidden layers, that is heads, biases, and scale,
 * shift, mean and variance of normalisations. Copies, bit for bit, by task.
 */
public final class TaskParameters {

    private final Set<String> names;
    private final Map<Integer, Map<String, INDArray>> kept = new LinkedHashMap<>();

    /**
     * A store for these arrays.
     *
     * @param names of the arrays, {@code layer_parameter}
     */
    public TaskParameters(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    /**
     * All arrays of a network but the weights of its hidden layers, over which masks can be put.
     *
     * @param plain a network
     * @return a store for these
     */
    public static TaskParameters besideHiddenWeights(NetworkView plain) {
        Set<String> shared = hiddenWeights(plain);
        return new TaskParameters(arrays(plain).keySet().stream()
                .filter(name -> !shared.contains(name))
                .collect(Collectors.toSet()));
    }

    /**
     * All arrays of one layer.
     *
     * @param plain a network
     * @param layer the layer's name
     * @return a store for these
     */
    public static TaskParameters ofLayer(NetworkView plain, String layer) {
        return new TaskParameters(plain.layers().get(layer).paramTable(false).keySet().stream()
                .map(key -> layer + "_" + key)
                .collect(Collectors.toSet()));
    }

    /**
     * The weights of hidden layers, over which masks can be put.
     *
     * @param plain a network
     * @return their names, in the network's order
     */
    public static Set<String> hiddenWeights(NetworkView plain) {
        Set<String> hidden = new LinkedHashSet<>();
        NetworkWeights.of(plain).sites().forEach((name, site) -> {
            if (!plain.isOutput(site.shape().layer())) {
                hidden.add(name);
            }
        });
        return hidden;
    }

    /**
     * The parameter arrays of a network.
     *
     * @param network a network
     * @return views by name, {@code layer_parameter}, in the network's order
     */
    public static Map<String, INDArray> arrays(NetworkView network) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        network.layers()
                .forEach((layer, runtime) ->
                        runtime.paramTable(false).forEach((key, array) -> arrays.put(layer + "_" + key, array)));
        return arrays;
    }

    /**
     * The arrays that are kept.
     *
     * @return their names
     */
    public Set<String> names() {
        return names;
    }

    /**
     * Keeps the present values for a task, instead of any earlier ones.
     *
     * @param task its id
     * @param network where the values are
     */
    public void keep(int task, NetworkView network) {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        arrays(network).forEach((name, array) -> {
            if (names.contains(name)) {
                copies.put(name, array.dup('c').detach());
            }
        });
        kept.put(task, copies);
    }

    /**
     * Writes the values of a task.
     *
     * @param task its id
     * @param network where to
     * @throws IndexOutOfBoundsException if nothing was kept for this task
     */
    public void install(int task, NetworkView network) {
        Map<String, INDArray> values = kept.get(task);
        if (values == null) {
            throw new IndexOutOfBoundsException(
                    "There are no parameters of task (" + task + "). Tasks " + kept.keySet() + " have some.");
        }
        Map<String, INDArray> arrays = arrays(network);
        values.forEach((name, value) -> arrays.get(name).assign(value));
    }

    /**
     * How much is kept for a task.
     *
     * @param task its id
     * @return bytes, 0 if nothing was kept
     */
    public long bytes(int task) {
        return kept.getOrDefault(task, Map.of()).values().stream()
                .mapToLong(array -> array.length() * array.dataType().width())
                .sum();
    }

    /**
     * How much of some arrays is kept for a task.
     *
     * @param task its id
     * @param some names of arrays
     * @return bytes, 0 if nothing was kept
     */
    public long bytes(int task, Set<String> some) {
        return kept.getOrDefault(task, Map.of()).entrySet().stream()
                .filter(array -> some.contains(array.getKey()))
                .mapToLong(array ->
                        array.getValue().length() * array.getValue().dataType().width())
                .sum();
    }

    /**
     * Writes all that is kept.
     *
     * @param out to write to
     * @throws IOException if writing fails
     */
    public void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(kept.size());
        for (Map.Entry<Integer, Map<String, INDArray>> task : kept.entrySet()) {
            out.writeInt(task.getKey());
            out.writeInt(task.getValue().size());
            List<String> sorted = new ArrayList<>(task.getValue().keySet());
            for (String name : sorted) {
                out.writeUTF(name);
                Nd4j.write(task.getValue().get(name), out);
            }
        }
    }

    /**
     * Reads what {@link #writeTo} has written, instead of what is kept.
     *
     * @param in to read from
     * @throws IOException if reading fails
     */
    public void readFrom(DataInputStream in) throws IOException {
        Map<Integer, Map<String, INDArray>> read = new LinkedHashMap<>();
        int tasks = in.readInt();
        for (int t = 0; t < tasks; t++) {
            int id = in.readInt();
            Map<String, INDArray> values = new LinkedHashMap<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                values.put(in.readUTF(), Nd4j.read(in));
            }
            read.put(id, values);
        }
        kept.clear();
        kept.putAll(read);
    }
}
