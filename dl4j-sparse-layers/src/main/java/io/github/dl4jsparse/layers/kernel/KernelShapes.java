package io.github.dl4jsparse.layers.kernel;

/**
 * Checks the arrays of a product against its pattern; the message tells all that was expected.
 *
 * @param pattern the connections
 * @param batch number of examples
 */
record KernelShapes(CompressedPattern pattern, int batch) {

    KernelShapes {
        if (batch < 0) {
            throw new IllegalArgumentException("The minibatch size (" + batch + ") must not be negative.");
        }
    }

    void connections(String name, int length) {
        if (length != pattern.connections()) {
            throw wrong(name, "[" + length + "]", "one value for each connection");
        }
    }

    void bias(int length) {
        if (length != pattern.nOut()) {
            throw wrong("bias", "[" + length + "]", "one value for each output unit");
        }
    }

    void inputs(String name, int features, int examples) {
        if (features != pattern.nIn() || examples < batch) {
            throw wrong(name, "[" + features + "][" + examples + "]", "[nIn][batch]");
        }
    }

    void outputs(String name, int features, int examples) {
        if (features != pattern.nOut() || examples < batch) {
            throw wrong(name, "[" + features + "][" + examples + "]", "[nOut][batch]");
        }
    }

    private IllegalArgumentException wrong(String name, String shape, String expected) {
        return new IllegalArgumentException("The array (" + name + ") of shape (" + shape + ") must be " + expected
                + ", with nIn (" + pattern.nIn() + "), nOut (" + pattern.nOut() + "), connections ("
                + pattern.connections() + "), batch (" + batch + ").");
    }
}
