package io.github.dl4jsparse.layers.kernel;

/**
 * The three products of a fully connected layer whose weight matrix {@code W [nIn, nOut]} is sparse, on plain arrays.
 *
 * <p>This is the checked face: shapes are looked at once, then unchecked loops run. Data are feature-major: {@code
 * x[i][b]} is the value of feature i in example b; each feature's array may be longer than the minibatch. One value
 * belongs to each connection of the pattern, in the order of its storage. Cost of each product: {@code 2 * connections *
 * batch} operations. Nothing of the size {@code nIn * nOut} is made, and values of unconnected inputs are never read, so
 * a NaN spreads along connections only. Every sum runs in one fixed order: ascending connection in {@link #forward},
 * ascending output unit in {@link #inputGradient}, ascending example in {@link #weightGradient}.
 */
public final class SparseKernels {

    private SparseKernels() {}

    /**
     * Pre-activation, {@code Z = X W + b}.
     *
     * @param pattern the connections
     * @param w in: one value for each connection
     * @param bias in: one value for each output unit, or null for none
     * @param x in: {@code [nIn][>= batch]}
     * @param z out: {@code [nOut][>= batch]}
     * @param batch number of examples
     * @throws IllegalArgumentException if a shape does not fit the pattern
     */
    public static void forward(
            CompressedPattern pattern, float[] w, float[] bias, float[][] x, float[][] z, int batch) {
        KernelShapes shapes = new KernelShapes(pattern, batch);
        shapes.connections("w", w.length);
        shapes.bias(bias == null ? pattern.nOut() : bias.length);
        shapes.inputs("x", x.length, x.length == 0 ? 0 : x[0].length);
        shapes.outputs("z", z.length, z.length == 0 ? 0 : z[0].length);
        ScalarKernels.forward(pattern.columnStarts(), pattern.inputs(), w, bias, x, z, batch, pattern.units());
    }

    /**
     * Gradient of the input, {@code dX = dZ W'}.
     *
     * @param pattern the connections
     * @param w in: one value for each connection
     * @param dz in: {@code [nOut][>= batch]}
     * @param dx out: {@code [nIn][>= batch]}
     * @param batch number of examples
     * @throws IllegalArgumentException if a shape does not fit the pattern
     */
    public static void inputGradient(CompressedPattern pattern, float[] w, float[][] dz, float[][] dx, int batch) {
        KernelShapes shapes = new KernelShapes(pattern, batch);
        shapes.connections("w", w.length);
        shapes.outputs("dz", dz.length, dz.length == 0 ? 0 : dz[0].length);
        shapes.inputs("dx", dx.length, dx.length == 0 ? 0 : dx[0].length);
        ScalarKernels.inputGradient(pattern.byInput(), w, dz, dx, batch, new Range(0, pattern.nIn()));
    }

    /**
     * Gradient of the weights, {@code dW = X' dZ} at the connections only (a sampled product).
     *
     * @param pattern the connections
     * @param x in: {@code [nIn][>= batch]}
     * @param dz in: {@code [nOut][>= batch]}
     * @param dw out: one value for each connection, the sum over the examples
     * @param batch number of examples
     * @throws IllegalArgumentException if a shape does not fit the pattern
     */
    public static void weightGradient(CompressedPattern pattern, float[][] x, float[][] dz, float[] dw, int batch) {
        KernelShapes shapes = new KernelShapes(pattern, batch);
        shapes.inputs("x", x.length, x.length == 0 ? 0 : x[0].length);
        shapes.outputs("dz", dz.length, dz.length == 0 ? 0 : dz[0].length);
        shapes.connections("dw", dw.length);
        ScalarKernels.weightGradient(pattern.columnStarts(), pattern.inputs(), x, dz, dw, batch, pattern.units());
    }

    /**
     * Pre-activation in double precision, {@code Z = X W + b}.
     *
     * @param pattern the connections
     * @param w in: one value for each connection
     * @param bias in: one value for each output unit, or null for none
     * @param x in: {@code [nIn][>= batch]}
     * @param z out: {@code [nOut][>= batch]}
     * @param batch number of examples
     * @throws IllegalArgumentException if a shape does not fit the pattern
     */
    public static void forward(
            CompressedPattern pattern, double[] w, double[] bias, double[][] x, double[][] z, int batch) {
        KernelShapes shapes = new KernelShapes(pattern, batch);
        shapes.connections("w", w.length);
        shapes.bias(bias == null ? pattern.nOut() : bias.length);
        shapes.inputs("x", x.length, x.length == 0 ? 0 : x[0].length);
        shapes.outputs("z", z.length, z.length == 0 ? 0 : z[0].length);
        ScalarDoubleKernels.forward(pattern.columnStarts(), pattern.inputs(), w, bias, x, z, batch, pattern.units());
    }

    /**
     * Gradient of the input in double precision, {@code dX = dZ W'}.
     *
     * @param pattern the connections
     * @param w in: one value for each connection
     * @param dz in: {@code [nOut][>= batch]}
     * @param dx out: {@code [nIn][>= batch]}
     * @param batch number of examples
     * @throws IllegalArgumentException if a shape does not fit the pattern
     */
    public static void inputGradient(CompressedPattern pattern, double[] w, double[][] dz, double[][] dx, int batch) {
        KernelShapes shapes = new KernelShapes(pattern, batch);
        shapes.connections("w", w.length);
        shapes.outputs("dz", dz.length, dz.length == 0 ? 0 : dz[0].length);
        shapes.inputs("dx", dx.length, dx.length == 0 ? 0 : dx[0].length);
        ScalarDoubleKernels.inputGradient(pattern.byInput(), w, dz, dx, batch, new Range(0, pattern.nIn()));
    }

    /**
     * Gradient of the weights in double precision, {@code dW = X' dZ} at the connections only (a sampled product).
     *
     * @param pattern the connections
     * @param x in: {@code [nIn][>= batch]}
     * @param dz in: {@code [nOut][>= batch]}
     * @param dw out: one value for each connection, the sum over the examples
     * @param batch number of examples
     * @throws IllegalArgumentException if a shape does not fit the pattern
     */
    public static void weightGradient(CompressedPattern pattern, double[][] x, double[][] dz, double[] dw, int batch) {
        KernelShapes shapes = new KernelShapes(pattern, batch);
        shapes.inputs("x", x.length, x.length == 0 ? 0 : x[0].length);
        shapes.outputs("dz", dz.length, dz.length == 0 ? 0 : dz[0].length);
        shapes.connections("dw", dw.length);
        ScalarDoubleKernels.weightGradient(pattern.columnStarts(), pattern.inputs(), x, dz, dw, batch, pattern.units());
    }
}
