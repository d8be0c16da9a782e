package io.github.dl4jsparse.layers.kernel;

/**
 * Computes tiles of a {@link Sweep}; each thread has an object of its own.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
final class SweepProduct<V> {

    private final Arithmetic<V> arithmetic;
    private final Sweep sweep;
    private final Tiling tiling;
    private final RowWindow<V> window;
    private final Features<V> row;
    private final V scratch;
    private GradientSums<V> added;

    SweepProduct(Arithmetic<V> arithmetic, Tiling tiling) {
        this.arithmetic = arithmetic;
        this.sweep = tiling.sweep();
        this.tiling = tiling;
        this.window = new RowWindow<>(arithmetic, sweep, tiling.mostSourceRows(), tiling.together());
        this.row = arithmetic.matrix(
                sweep.targetFeatures(), tiling.together() * sweep.target().count());
        this.scratch = arithmetic.vector(Arithmetic.SCRATCH);
    }

    /**
     * Computes the rows of a tile.
     *
     * @param tile the tile
     * @param phases in: the connections of each phase
     * @param w in: the values of each phase
     * @param bias in: one for each feature of the target, or null for none
     * @param activation applied to the sums, or null for none
     * @param from in: the source's planes, an example's after another's
     * @param to out: the target's planes
     */
    void multiply(
            Tile tile,
            RowPattern[] phases,
            V[] w,
            V bias,
            ElementwiseActivation activation,
            Features<V> from,
            Features<V> to) {
        fill(tile, from);
        int length = tile.examples() * sweep.source().count();
        int first = sweep.rows().first(tile.firstRow());
        for (int r = tile.firstRow(); r < tile.firstRow() + tile.rows(); r++) {
            int phase = sweep.rows().phase(r);
            CompressedPattern units = phases[phase].units();
            Features<V> source = window.from(sweep.rows().first(r) - first);
            arithmetic.forward(units, w[phase], bias, source, row, length, units.units());
            if (activation != null && !activation.isIdentity()) {
                arithmetic.activate(activation, row, length, units.units());
            }
            write(tile, r, to);
        }
    }

    private void fill(Tile tile, Features<V> from) {
        int first = sweep.rows().first(tile.firstRow());
        window.fill(from, tile.firstExample(), tile.examples(), first, tiling.sourceRows(tile));
    }

    private void write(Tile tile, int r, Features<V> to) {
        Columns columns = sweep.target();
        int feature = 0;
        for (int plane = 0; plane < sweep.targetPlanes(); plane++) {
            int line = (plane * sweep.targetHeight() + r) * columns.width();
            for (int part = 0; part < columns.parts(); part++, feature++) {
                V numbers = row.array(feature);
                int at = row.at(feature);
                for (int e = 0; e < tile.examples(); e++) {
                    int example = tile.firstExample() + e;
                    columns.write(
                            arithmetic,
                            numbers,
                            at + e * columns.count(),
                            part,
                            to.array(example),
                            to.at(example) + line);
                }
            }
        }
    }

    /**
     * Adds a tile's share of the gradients of values and biases.
     *
     * @param tile the tile of the sweep from input to output
     * @param pattern in: the connections of its one phase, always as many
     * @param input in: the input's planes
     * @param error in: the error's planes
     * @param sums in, out: what is added to
     */
    void addGradients(Tile tile, RowPattern pattern, Features<V> input, Features<V> error, GradientSums<V> sums) {
        fill(tile, input);
        int length = tile.examples() * sweep.target().count();
        int first = sweep.rows().first(tile.firstRow());
        CompressedPattern units = pattern.units();
        added = added == null ? GradientSums.of(arithmetic, units) : added;
        for (int r = tile.firstRow(); r < tile.firstRow() + tile.rows(); r++) {
            read(tile, r, error);
            Features<V> source = window.from(sweep.rows().first(r) - first);
            arithmetic.weightGradient(units, source, row, added.values(), length, units.units(), scratch);
            arithmetic.sum(row, added.biases(), length, units.units());
            sums.add(arithmetic, units, added);
        }
    }

    /** Reads a row of the target, the reverse of {@link #write} where a row is of one part. */
    private void read(Tile tile, int r, Features<V> from) {
        int width = sweep.target().width();
        for (int plane = 0; plane < sweep.targetPlanes(); plane++) {
            int line = (plane * sweep.targetHeight() + r) * width;
            for (int e = 0; e < tile.examples(); e++) {
                int example = tile.firstExample() + e;
                arithmetic.gather(
                        from.array(example),
                        from.at(example) + line,
                        1,
                        row.array(plane),
                        row.at(plane) + e * width,
                        width);
            }
        }
        arithmetic.clearPadding(row, sweep.targetPlanes(), tile.examples() * width);
    }
}
