package io.github.dl4jsparse.layers.kernel;

/**
 * How a sweep is cut into tiles, such that the source's rows of a tile stay in a core's cache. It depends on sizes only, never
 * on the number of threads, since sums over tiles would differ in their last bits.
 *
 * @param sweep the sweep
 * @param batch the number of examples
 * @param together examples of a tile
 * @param rows rows of a tile
 */
record Tiling(Sweep sweep, int batch, int together, int rows) {

    /** Numbers of the source that a tile may read: 1 MB of floats. */
    private static final long SOURCE = 1 << 18;

    /** Rows that a tile has at least: the less rows, the more of the source is read twice. */
    private static final int LEAST = 4;

    static Tiling of(Sweep sweep, int batch, int together) {
        long each = (long) sweep.sourceFeatures() * sweep.source().count() * together;
        RowMap map = sweep.rows();
        long room = (SOURCE / each - map.length()) * map.divide() / map.multiply();
        int rows = (int) Math.max(LEAST, Math.min(sweep.targetHeight(), room));
        return new Tiling(sweep, batch, together, Math.min(rows, sweep.targetHeight()));
    }

    private int strips() {
        return (sweep.targetHeight() + rows - 1) / rows;
    }

    /** The number of tiles. */
    int count() {
        return (batch + together - 1) / together * strips();
    }

    Tile tile(int index) {
        int example = index / strips() * together;
        int row = index % strips() * rows;
        return new Tile(example, Math.min(together, batch - example), row, Math.min(rows, sweep.targetHeight() - row));
    }

    /** Rows of the source that a tile reads. */
    int sourceRows(Tile tile) {
        RowMap map = sweep.rows();
        return map.first(tile.firstRow() + tile.rows() - 1) + map.length() - map.first(tile.firstRow());
    }

    /** Rows of the source that no tile exceeds. */
    int mostSourceRows() {
        return (rows * sweep.rows().multiply()) / sweep.rows().divide()
                + 1
                + sweep.rows().length();
    }
}
