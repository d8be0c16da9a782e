package io.github.dl4jsparse.layers.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The products of one sparse two-dimensional convolution. Inputs are {@code [batch, channels, height, width]}, outputs
 * {@code [batch, units, height, width]}; what is written is in 'c' order. {@link #set} comes first.
 *
 * <p>Each nonzero weight is one scaled addition of a shifted row of the input: shifted copies of some rows at a time take the
 * place of a patch matrix, see {@link Sweep}.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
public final class ConvolutionProduct<V> implements LayerProduct {

    /** Examples of one block of inference. */
    private static final int INFERENCE_BATCH = 32;

    /** Multiplications below which one thread does all. */
    private static final long WORTH_SHARING = 1 << 19;

    /** Sums of gradients that threads may work on at the same time. */
    private static final int SHARES = 8;

    private final Arithmetic<V> arithmetic;
    private final int threads;
    private final PlaneTransfer<V> transfer;
    private ConvolutionShape shape;
    private CompressedPattern pattern;
    private RowPattern[] forward;
    private RowPattern[] backward;
    private V[] w;
    private V[] transposed;
    private V bias;
    private boolean biased;
    private int capacity;
    private int batch;
    private Features<V> in;
    private Features<V> out;
    private Features<V> error;
    private ElementwiseActivation activation;
    private final List<GradientSums<V>> sums = new ArrayList<>();
    private Workers forwardWorkers;
    private Workers backwardWorkers;

    private ConvolutionProduct(Arithmetic<V> arithmetic, int threads) {
        this.arithmetic = arithmetic;
        this.threads = threads;
        this.transfer = new PlaneTransfer<>(arithmetic);
    }

    /**
     * The products in the precision of a network.
     *
     * @param type FLOAT or DOUBLE
     * @return products without shape and pattern yet
     * @throws IllegalArgumentException if the type is another
     */
    public static ConvolutionProduct<?> of(DataType type) {
        return switch (type) {
            case FLOAT -> of(KernelBackend.singlePrecision(), KernelThreads.count());
            case DOUBLE -> of(new DoublePrecision(), KernelThreads.count());
            default -> throw new IllegalArgumentException("The data type (" + type + ") must be FLOAT or DOUBLE.");
        };
    }

    static <V> ConvolutionProduct<V> of(Arithmetic<V> arithmetic, int threads) {
        return new ConvolutionProduct<>(arithmetic, threads);
    }

    /**
     * Sets sizes and connections.
     *
     * @param sizes the sizes of all that follows
     * @param connections the pattern of all that follows
     * @throws IllegalArgumentException if the pattern does not have the taps of all channels as inputs and the units as outputs
     */
    @SuppressWarnings("ReferenceEquality") // patterns are immutable, and long to compare
    public void set(ConvolutionShape sizes, CompressedPattern connections) {
        if (connections.nIn() != sizes.taps() || connections.nOut() != sizes.units()) {
            throw new IllegalArgumentException("The pattern (" + connections + ") must have (" + sizes.taps()
                    + ") inputs, all taps of all channels, and (" + sizes.units() + ") output units.");
        }
        boolean sameShape = sizes.equals(shape);
        if (sameShape && pattern == connections) {
            return;
        }
        if (!sameShape) {
            capacity = 0;
            forwardWorkers = null;
            backwardWorkers = null;
        }
        if (pattern == null || pattern.connections() != connections.connections() || pattern.nOut() != sizes.units()) {
            w = arithmetic.vectors(connections.connections());
            bias = arithmetic.vector(sizes.units());
            sums.clear();
            forwardWorkers = null;
        }
        shape = sizes;
        pattern = connections;
        forward = new RowPattern[] {RowPattern.forward(sizes, connections, Sweep.forward(sizes))};
        backward = null;
    }

    @Override
    public void activation(ElementwiseActivation elementwise) {
        activation = elementwise;
    }

    @Override
    public ElementwiseActivation activation() {
        return activation;
    }

    @Override
    public void load(INDArray values, INDArray biases) {
        arithmetic.read(values, w[0]);
        biased = biases != null;
        if (biased) {
            arithmetic.read(biases, bias);
        }
    }

    @Override
    public void infer(INDArray x, INDArray z) {
        INDArray source = PlaneTransfer.readable(x);
        int examples = Math.toIntExact(x.size(0));
        for (int first = 0; first < examples; first += INFERENCE_BATCH) {
            forward(source, first, Math.min(INFERENCE_BATCH, examples - first));
            transfer.write(out, z, first, batch);
        }
    }

    @Override
    public void forward(INDArray x) {
        forward(x, 0, Math.toIntExact(x.size(0)));
    }

    private void forward(INDArray x, int first, int examples) {
        batch = examples;
        if (batch > capacity) {
            capacity = batch;
            in = arithmetic.matrix(capacity, shape.inputSize());
            out = arithmetic.matrix(capacity, shape.outputSize());
            error = null;
        }
        transfer.read(x, first, batch, in);
        if (forwardWorkers == null || forwardWorkers.tiling.batch() != batch) {
            forwardWorkers = new Workers(Sweep.forward(shape));
        }
        forwardWorkers.run((worker, tile) ->
                worker.multiply(forwardWorkers.tile(tile), forward, w, biased ? bias : null, activation, in, out));
    }

    @Override
    public void output(INDArray a) {
        transfer.write(out, a);
    }

    @Override
    public void backward(INDArray epsilon, INDArray values, INDArray biases) {
        error = error == null ? arithmetic.matrix(capacity, shape.outputSize()) : error;
        transfer.read(epsilon, error);
        if (activation != null && !activation.isIdentity()) {
            KernelThreads.run(forwardWorkers.parts(), part -> {
                int parts = forwardWorkers.parts();
                Range examples = new Range(batch * part / parts, batch * (part + 1) / parts);
                arithmetic.differentiate(activation, out, error, shape.outputSize(), examples);
            });
        }
        GradientSums<V> all = sumGradients();
        arithmetic.write(all.values(), values);
        if (biases != null) {
            arithmetic.write(all.biases(), biases);
        }
    }

    /** Shares of consecutive tiles are summed up each for itself, then one after another, whichever thread did them. */
    private GradientSums<V> sumGradients() {
        int tiles = forwardWorkers.tiling.count();
        int shares = Math.min(SHARES, tiles);
        while (sums.size() < shares) {
            sums.add(GradientSums.of(arithmetic, pattern));
        }
        forwardWorkers.run(shares, (worker, share) -> {
            GradientSums<V> sum = sums.get(share);
            sum.clear(arithmetic, pattern);
            for (int tile = tiles * share / shares; tile < tiles * (share + 1) / shares; tile++) {
                worker.addGradients(forwardWorkers.tile(tile), forward[0], in, error, sum);
            }
        });
        for (int share = 1; share < shares; share++) {
            sums.get(0).add(arithmetic, pattern, sums.get(share));
        }
        return sums.get(0);
    }

    @Override
    public void preActivationGradient(INDArray dz) {
        transfer.write(error, dz);
    }

    @Override
    public void inputGradient(INDArray dx) {
        Sweep sweep = Sweep.backward(shape);
        if (backward == null) {
            backward = RowPattern.backward(shape, pattern, sweep);
            transposed = arithmetic.vectors(lengths(backward));
        }
        for (int phase = 0; phase < backward.length; phase++) {
            arithmetic.pick(w[0], backward[phase].index(), transposed[phase]);
        }
        if (backwardWorkers == null || backwardWorkers.tiling.batch() != batch) {
            backwardWorkers = new Workers(sweep);
        }
        backwardWorkers.run((worker, tile) ->
                worker.multiply(backwardWorkers.tile(tile), backward, transposed, null, null, error, in));
        transfer.write(in, dx);
    }

    private static int[] lengths(RowPattern[] phases) {
        int[] lengths = new int[phases.length];
        for (int phase = 0; phase < lengths.length; phase++) {
            lengths[phase] = phases[phase].index().length;
        }
        return lengths;
    }

    /** The threads' own memory for one sweep. */
    private final class Workers {

        private final Tiling tiling;
        private final List<SweepProduct<V>> workers = new ArrayList<>();

        Workers(Sweep sweep) {
            int together = arithmetic.rowsTogether(sweep.source().count(), batch);
            tiling = Tiling.of(sweep, batch, together);
        }

        Tile tile(int index) {
            return tiling.tile(index);
        }

        int parts() {
            long places = (long) shape.height().output() * shape.width().output();
            return pattern.connections() * places * batch < WORTH_SHARING ? 1 : threads;
        }

        void run(ObjIntConsumer<SweepProduct<V>> work) {
            run(tiling.count(), work);
        }

        void run(int count, ObjIntConsumer<SweepProduct<V>> work) {
            int parts = Math.min(count, parts());
            while (workers.size() < parts) {
                workers.add(new SweepProduct<>(arithmetic, tiling));
            }
            AtomicInteger next = new AtomicInteger();
            KernelThreads.run(parts, part -> {
                for (int k = next.getAndIncrement(); k < count; k = next.getAndIncrement()) {
                    work.accept(workers.get(part), k);
                }
            });
        }
    }
}
