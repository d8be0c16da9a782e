package io.github.dl4jsparse.continual;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Parts of a batch. */
final class Rows {

    private Rows() {}

    /** Examples {@code from .. to - 1}, in memory of their own. */
    static INDArray of(INDArray features, int from, int to) {
        if (from == 0 && to == features.size(0)) {
            return features;
        }
        INDArrayIndex[] some = new INDArrayIndex[features.rank()];
        java.util.Arrays.fill(some, NDArrayIndex.all());
        some[0] = NDArrayIndex.interval(from, to);
        return features.get(some).dup('c');
    }
}
