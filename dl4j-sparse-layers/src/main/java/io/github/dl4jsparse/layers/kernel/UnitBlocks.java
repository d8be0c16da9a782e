package io.github.dl4jsparse.layers.kernel;

/**
 * Copies between feature-major matrices and blocks: one array that holds the examples of unit after unit without gaps.
 */
final class UnitBlocks {

    private UnitBlocks() {}

    /** From matrix rows, beginning with feature {@code first} and some column, to the places of some units. */
    static <V> void pack(Features<V> from, int first, int column, V block, Range units, int batch) {
        if (contiguous(from, batch)) {
            int at = from.at(first + units.from());
            System.arraycopy(from.flat(), at, block, units.from() * batch, (units.to() - units.from()) * batch);
            return;
        }
        for (int unit = units.from(); unit < units.to(); unit++) {
            int feature = first + unit;
            System.arraycopy(from.array(feature), from.at(feature) + column, block, unit * batch, batch);
        }
    }

    /** From the places of some units to matrix rows, beginning with feature {@code first} and some column. */
    static <V> void unpack(V block, Range units, Features<V> to, int first, int column, int batch) {
        if (contiguous(to, batch)) {
            int at = to.at(first + units.from());
            System.arraycopy(block, units.from() * batch, to.flat(), at, (units.to() - units.from()) * batch);
            return;
        }
        for (int unit = units.from(); unit < units.to(); unit++) {
            int feature = first + unit;
            System.arraycopy(block, unit * batch, to.array(feature), to.at(feature) + column, batch);
        }
    }

    /** A matrix of one time step without gaps; its only column is the first. */
    private static <V> boolean contiguous(Features<V> matrix, int batch) {
        return matrix.rows() == null && matrix.stride() == batch;
    }
}
