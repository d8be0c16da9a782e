package io.github.dl4jsparse.layers.predict;

/** Makes products of weights, and what both kinds of them share. */
final class Products {

    /**
     * The largest share of weights other than zero at which an ordinary weight matrix is compressed. Compressed was
     * faster up to about 0.45 for 100 to 1000 units; at 2000 units with many zeros among the inputs both cost the same here.
     */
    static final double COMPRESSED_UP_TO = 0.4;

    private Products() {}

    /**
     * A product with a weight matrix, compressed if it has at most the share {@value #COMPRESSED_UP_TO} of weights other
     * than zero.
     *
     * @param weights input after input
     * @param biases of each output unit, or null
     */
    static Stage ofMatrix(int inputs, int outputs, float[] weights, float[] biases) {
        int connections = 0;
        for (float weight : weights) {
            connections += weight != 0 ? 1 : 0;
        }
        if (connections > COMPRESSED_UP_TO * weights.length) {
            return new DenseProduct(inputs, outputs, weights, biases);
        }
        int[] starts = new int[inputs + 1];
        int[] units = new int[connections];
        float[] values = new float[connections];
        int k = 0;
        for (int i = 0; i < inputs; i++) {
            for (int unit = 0; unit < outputs; unit++) {
                if (weights[i * outputs + unit] != 0) {
                    units[k] = unit;
                    values[k++] = weights[i * outputs + unit];
                }
            }
            starts[i + 1] = k;
        }
        return new CompressedProduct(starts, units, values, biases, outputs, true);
    }

    /**
     * A product over the connections of a truly sparse layer.
     *
     * @param inputOf the input of each connection, output unit after output unit
     * @param fanIn the number of connections of each output unit
     * @param weights of each connection
     * @param biases of each output unit, or null
     */
    static Stage ofConnections(int inputs, int[] inputOf, int[] fanIn, float[] weights, float[] biases) {
        int[] starts = new int[inputs + 1];
        for (int input : inputOf) {
            starts[input + 1]++;
        }
        for (int i = 0; i < inputs; i++) {
            starts[i + 1] += starts[i];
        }
        int[] free = starts.clone();
        int[] units = new int[inputOf.length];
        float[] values = new float[inputOf.length];
        int k = 0;
        for (int unit = 0; unit < fanIn.length; unit++) {
            for (int end = k + fanIn[unit]; k < end; k++) {
                int at = free[inputOf[k]]++;
                units[at] = unit;
                values[at] = weights[k];
            }
        }
        return new CompressedProduct(starts, units, values, biases, fanIn.length, false);
    }

    static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    static void addBiases(float[] y, float[] biases, int rows) {
        int n = biases.length;
        for (int row = 0; row < rows; row++) {
            for (int unit = 0; unit < n; unit++) {
                y[row * n + unit] += biases[unit];
            }
        }
    }
}
