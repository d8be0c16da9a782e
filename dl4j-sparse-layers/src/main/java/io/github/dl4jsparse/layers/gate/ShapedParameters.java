package io.github.dl4jsparse.layers.gate;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer configuration that tells the shapes of its parameters. */
interface ShapedParameters {

    /** Shapes by name in the order of memory, each in 'f' order. Names of weights begin with W, those of biases with b. */
    Map<String, long[]> shapes();

    /**
     * Writes the first value of a parameter.
     *
     * @param key its name
     * @param flat out: its numbers, flat
     */
    void start(String key, INDArray flat);
}
