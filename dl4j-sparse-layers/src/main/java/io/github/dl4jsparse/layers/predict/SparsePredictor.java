package io.github.dl4jsparse.layers.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;

/**
 * What a trained network predicts, from {@code float[]} to {@code float[]}: no ND4J arrays, no workspaces, no threads.
 *
 * <pre>{@code
 * SparsePredictor predictor = SparsePredictor.load(Path.of("model.zip"));
 * float[] probabilities = predictor.predict(pixels);
 * }</pre>
 *
 * <p>The result is that of the network's {@code output} to float rounding. A predictor is a copy: training the network on
 * does not change it. It computes in single precision whatever the type of the network. Inputs are taken as they are; a
 * normaliser in the model file is not applied.
 *
 * <p><b>Layers</b>: {@code SparseDenseLayer}, {@code SparseOutputLayer}, {@code DenseLayer}, {@code OutputLayer}, {@code
 * BatchNormalization}, {@code ActivationLayer}, {@code DropoutLayer}, {@code LossLayer}, frozen or not, in a {@code
 * MultiLayerNetwork} or in a {@code ComputationGraph} that is a plain chain. <b>Activations</b>: identity, ReLU, leaky ReLU, tanh, sigmoid, softmax, ELU,
 * SELU, softplus, hard sigmoid, hard tanh, swish and GELU. Anything else is refused by name. A {@code DenseLayer} or {@code
 * OutputLayer} with at most two fifths of its weights other than zero is compressed; that changes no result.
 *
 * <p><b>Cost</b>: proportional to the connections of inputs that are not zero, so that the zeros that ReLU leaves save time
 * too. It is made for one example, or a few, at a time: a network of truly sparse layers itself computes a large batch in
 * less time, by kernels that use the Vector API where it is there, and any number of threads. Each sum has one order, so
 * results repeat bit for bit, and an example gives the same bits by itself and in any batch.
 * Memory: 8 bytes for each connection of a compressed layer, 4 for each weight of another.
 *
 * <p><b>Threads</b>: one predictor serves any number of threads at once. Each prediction runs on the thread that asks for
 * it. What it writes to in between, 12 numbers for each unit of the widest layer, is kept for the next prediction, at most
 * for as many at a time as twice the number of processors; so after the first predictions none of the methods that write to
 * an array of the caller's allocates memory, as long as no more threads than that are within one.
 */
public final class SparsePredictor {

    private static final int LEAST_PLACES = 8;

    private final Stage[] stages;
    private final int[] widths;
    private final ScratchPool pool;

    private SparsePredictor(List<Stage> stages, int[] widths) {
        this.stages = stages.toArray(Stage[]::new);
        this.widths = widths;
        int widest = 0;
        for (int width : widths) {
            widest = Math.max(widest, width);
        }
        this.pool = new ScratchPool(
                widest, Math.max(LEAST_PLACES, 2 * Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Makes a predictor of a network as it is now.
     *
     * @param net a {@code MultiLayerNetwork}, or a {@code ComputationGraph} that is a plain chain
     * @return the predictor
     * @throws DL4JInvalidConfigException if the network has no parameters yet, or something that a predictor does not
     *     compute; the message names it
     * @throws org.nd4j.linalg.exception.ND4JIllegalStateException if the parameters of a sparse layer hold no valid pattern
     */
    public static SparsePredictor of(Model net) {
        List<ChainedLayer> chain = Chain.of(net);
        List<Stage> stages = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (ChainedLayer layer : chain) {
            for (Stage stage : LayerReader.read(layer)) {
                stages.add(stage);
                names.add(layer.name());
            }
        }
        return new SparsePredictor(stages, widths(stages, names));
    }

    private static int[] widths(List<Stage> stages, List<String> names) {
        int[] widths = new int[stages.size() + 1];
        widths[0] = stages.stream()
                .mapToInt(Stage::inputs)
                .filter(inputs -> inputs != Stage.ANY)
                .findFirst()
                .orElseThrow(() -> new DL4JInvalidConfigException("The network has no layer with a number of inputs,"
                        + " so there is nothing to predict with. Maybe a layer is missing?"));
        for (int i = 0; i < stages.size(); i++) {
            int inputs = stages.get(i).inputs();
            if (inputs != Stage.ANY && inputs != widths[i]) {
                throw new DL4JInvalidConfigException("Layer (" + names.get(i) + ") has (" + inputs
                        + ") inputs, but the layer before it has (" + widths[i]
                        + ") outputs. Maybe its nIn is wrong?");
            }
            int outputs = stages.get(i).outputs();
            widths[i + 1] = outputs == Stage.ANY ? widths[i] : outputs;
        }
        return widths;
    }

    /**
     * Makes a predictor of a saved network, which is loaded whole for a moment, by DL4J's {@code ModelSerializer}: it reads
     * all parameters into one byte array, and so refuses 2 GiB of them or more. Load a larger network by this library's {@code
     * SparseModels}, and make a predictor {@link #of} it.
     *
     * @param file what DL4J's {@code ModelSerializer} or this library has written; masks hold, for masked weights are saved
     *     as zeros
     * @return the predictor
     * @throws IOException if there is no such file, or it cannot be read, is damaged or no model
     * @throws DL4JInvalidConfigException if the network has something that a predictor does not compute; the message names
     *     it
     * @throws org.nd4j.linalg.exception.ND4JIllegalStateException if the parameters of a sparse layer hold no valid pattern
     */
    public static SparsePredictor load(Path file) throws IOException {
        return of(ModelFile.load(file));
    }

    /**
     * The number of inputs of an example.
     *
     * @return at least 1
     */
    public int inputs() {
        return widths[0];
    }

    /**
     * The number of outputs for an example.
     *
     * @return at least 1
     */
    public int outputs() {
        return widths[stages.length];
    }

    /**
     * Predicts for one example.
     *
     * @param in in: {@link #inputs()} numbers
     * @return {@link #outputs()} numbers, newly allocated
     * @throws IllegalArgumentException if the length does not fit
     */
    public float[] predict(float[] in) {
        float[] out = new float[outputs()];
        predict(in, out);
        return out;
    }

    /**
     * Predicts for one example.
     *
     * @param in in: {@link #inputs()} numbers
     * @param out out: {@link #outputs()} numbers; may be the same array as {@code in}
     * @throws IllegalArgumentException if a length does not fit; nothing is written then
     */
    public void predict(float[] in, float[] out) {
        predict(in, 1, out);
    }

    /**
     * Predicts for a batch.
     *
     * @param in in: example after example, {@code examples * inputs()} numbers
     * @param examples not negative
     * @param out out: example after example, {@code examples * outputs()} numbers; not the same array as {@code in}, unless
     *     there is one example
     * @throws IllegalArgumentException if a length does not fit; nothing is written then
     */
    public void predict(float[] in, int examples, float[] out) {
        check("in", in.length, examples, inputs());
        check("out", out.length, examples, outputs());
        Scratch scratch = pool.take();
        for (int example = 0; example < examples; example += Scratch.ROWS) {
            int rows = Math.min(Scratch.ROWS, examples - example);
            System.arraycopy(in, example * inputs(), scratch.current(), 0, rows * inputs());
            for (int i = 0; i < stages.length; i++) {
                stages[i].run(scratch, widths[i], rows);
            }
            System.arraycopy(scratch.current(), 0, out, example * outputs(), rows * outputs());
        }
        pool.giveBack(scratch);
    }

    private static void check(String name, int length, int examples, int width) {
        if (examples < 0 || length != (long) examples * width) {
            throw new IllegalArgumentException("The array (" + name + ") has the length (" + length + "), but ("
                    + examples + ") examples of (" + width + ") numbers are asked for."
                    + " Maybe the data belong to another network?");
        }
    }
}
