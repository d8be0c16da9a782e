package io.github.dl4jsparse.layers.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of the source of a {@link Sweep}, as features: row after row, plane after plane, copy after copy, each with the
 * numbers of some examples side by side.
 */
final class RowWindow<V> {

    private final Arithmetic<V> arithmetic;
    private final Sweep sweep;
    private final Features<V> features;
    private final List<Features<V>> views = new ArrayList<>();

    /** Memory for some rows of some examples. */
    RowWindow(Arithmetic<V> arithmetic, Sweep sweep, int rows, int examples) {
        this.arithmetic = arithmetic;
        this.sweep = sweep;
        int each = sweep.sourceFeatures();
        this.features = arithmetic.matrix(rows * each, examples * sweep.source().count());
        int length = sweep.rows().length();
        for (int row = 0; row + length <= rows; row++) {
            views.add(features.some(row * each, length * each));
        }
    }

    /** Reads rows of some examples; rows that the planes do not have are zero. */
    void fill(Features<V> planes, int firstExample, int examples, int firstRow, int rows) {
        int feature = 0;
        for (int row = firstRow; row < firstRow + rows; row++) {
            for (int plane = 0; plane < sweep.sourcePlanes(); plane++) {
                for (int copy = 0; copy < sweep.source().parts(); copy++) {
                    read(planes, firstExample, examples, row, plane, copy, feature++);
                }
            }
        }
        arithmetic.clearPadding(features, feature, examples * sweep.source().count());
    }

    private void read(Features<V> planes, int firstExample, int examples, int row, int plane, int copy, int feature) {
        Columns columns = sweep.source();
        V to = features.array(feature);
        int at = features.at(feature);
        if (row < 0 || row >= sweep.sourceHeight()) {
            arithmetic.clear(to, at, examples * columns.count());
            return;
        }
        int line = (plane * sweep.sourceHeight() + row) * columns.width();
        for (int e = 0; e < examples; e++) {
            int example = firstExample + e;
            columns.read(
                    arithmetic, planes.array(example), planes.at(example) + line, copy, to, at + e * columns.count());
        }
    }

    /** The features of the rows that a row of the target is made of, beginning with the given one of those read. */
    Features<V> from(int row) {
        return views.get(row);
    }
}
