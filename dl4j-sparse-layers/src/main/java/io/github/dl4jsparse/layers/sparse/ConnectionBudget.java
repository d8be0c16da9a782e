package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.mask.Sparsity;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * How many connections a layer is asked to have, said in exactly one of four ways; the others are null.
 *
 * @param sparsity share of places left out, in [0, 1)
 * @param density share of places with a connection, in (0, 1]
 * @param epsilon Erdős–Rényi: {@code epsilon * (nIn + nOut)} connections
 * @param connections the number itself
 */
record ConnectionBudget(Double sparsity, Double density, Double epsilon, Long connections) {

    /** Checks all that can be known without the layer's size. */
    void check(String layer) {
        List<String> given = given();
        if (given.size() != 1) {
            throw new DL4JInvalidConfigException("Layer (" + layer + ") must be given exactly one of sparsity, density,"
                    + " epsilon and connections, but has " + given + ". For example .sparsity(0.9).");
        }
        if (sparsity != null) {
            Sparsity.check(sparsity, layer);
        }
        if (density != null && !(density > 0 && density <= 1)) {
            throw new DL4JInvalidConfigException(
                    "The density (" + density + ") of layer (" + layer + ") must be in (0, 1]."
                            + (density > 1 && density <= 100 ? " Maybe you passed a percentage?" : ""));
        }
        if (epsilon != null && !(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new DL4JInvalidConfigException("The epsilon (" + epsilon + ") of layer (" + layer
                    + ") must be a positive number. It is about the number of connections of a unit.");
        }
        if (connections != null && connections < 1) {
            throw new DL4JInvalidConfigException(
                    "The number of connections (" + connections + ") of layer (" + layer + ") must be at least 1.");
        }
    }

    private List<String> given() {
        List<String> given = new ArrayList<>();
        if (sparsity != null) {
            given.add("sparsity (" + sparsity + ")");
        }
        if (density != null) {
            given.add("density (" + density + ")");
        }
        if (epsilon != null) {
            given.add("epsilon (" + epsilon + ")");
        }
        if (connections != null) {
            given.add("connections (" + connections + ")");
        }
        return given;
    }

    /** The exact number for a layer's size: the nearest integer to density times size. */
    long of(long nIn, long nOut, String layer) {
        check(layer);
        double places = (double) nIn * nOut;
        double wanted = sparsity != null
                ? (1 - sparsity) * places
                : density != null ? density * places : epsilon != null ? epsilon * (nIn + nOut) : connections;
        if (wanted > places) {
            throw new DL4JInvalidConfigException(tooMany(nIn, nOut, layer, wanted / places));
        }
        long count = connections != null ? connections : Math.round(wanted);
        if (count < 1) {
            throw new DL4JInvalidConfigException("The " + given().get(0) + " leaves layer (" + layer + ") of size ("
                    + nIn + " x " + nOut + ") without connections. Maybe a lower sparsity?");
        }
        return count;
    }

    /** The exact number for a layer's size, if a truly sparse layer can hold it. */
    int count(long nIn, long nOut, String layer) {
        LayerLimits.checkSize(nIn, nOut, layer);
        long count = of(nIn, nOut, layer);
        LayerLimits.checkParameters(count, nOut, layer);
        return (int) count;
    }

    private String tooMany(long nIn, long nOut, String layer, double density) {
        String size = " of layer (" + layer + ") asks for more than the (" + nIn + " x " + nOut + ") places there are";
        if (epsilon != null) {
            return "The epsilon (" + epsilon + ")" + size + ": a density of (" + density
                    + "). Maybe a smaller epsilon, or an ordinary DenseLayer?";
        }
        return "The number of connections (" + connections + ")" + size + ". Maybe nIn or nOut is not what you meant?";
    }
}
