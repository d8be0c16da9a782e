package io.github.dl4jsparse.examples.jmh;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.SparseKernels;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The three products of a truly sparse layer in single precision, on plain arrays that are ready in the Java heap. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {

    /** Inputs and output units. */
    @Param({"784x1000", "1000x1000", "4000x4000"})
    public String shape;

    /** Share of connections that are left out. */
    @Param({"0.9", "0.95", "0.98", "0.99"})
    public double sparsity;

    /** Number of examples. */
    @Param({"1", "32", "128"})
    public int batch;

    private CompressedPattern pattern;
    private float[] weights;
    private float[] gradient;
    private float[] bias;
    private float[][] inputs;
    private float[][] inputGradients;
    private float[][] outputs;
    private float[][] outputGradients;

    /** Draws pattern and values. */
    @Setup
    public void draw() {
        String[] sizes = shape.split("x");
        int nIn = Integer.parseInt(sizes[0]);
        int nOut = Integer.parseInt(sizes[1]);
        int connections = (int) Math.round((1 - sparsity) * nIn * nOut);
        Random random = new Random(1);
        pattern = CompressedPattern.random(nIn, nOut, connections, RandomStream.of(1, "kernel benchmark"));
        weights = values(random, connections);
        gradient = new float[connections];
        bias = values(random, nOut);
        inputs = values(random, nIn, batch);
        inputGradients = new float[nIn][batch];
        outputs = new float[nOut][batch];
        outputGradients = values(random, nOut, batch);
    }

    private static float[] values(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[][] values(Random random, int rows, int length) {
        float[][] values = new float[rows][];
        for (int i = 0; i < rows; i++) {
            values[i] = values(random, length);
        }
        return values;
    }

    /**
     * Z = X W + b.
     *
     * @return Z
     */
    @Benchmark
    public float[][] forward() {
        SparseKernels.forward(pattern, weights, bias, inputs, outputs, batch);
        return outputs;
    }

    /**
     * dX = dZ W'.
     *
     * @return dX
     */
    @Benchmark
    public float[][] inputGradient() {
        SparseKernels.inputGradient(pattern, weights, outputGradients, inputGradients, batch);
        return inputGradients;
    }

    /**
     * dW = X' dZ at the connections.
     *
     * @return dW
     */
    @Benchmark
    public float[] weightGradient() {
        SparseKernels.weightGradient(pattern, inputs, outputGradients, gradient, batch);
        return gradient;
    }
}
