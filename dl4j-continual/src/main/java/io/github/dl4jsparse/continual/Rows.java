package io.github.dl4jsparse.continual;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Parts of a batch. */
final class Rows {

    private Rows() {}

    /** What is done with rows {@code from .. to - 1}. */
    @FunctionalInterface
    interface Run {
        void of(int from, int to);
    }

    /** Each run of equal numbers, from the first to the last. */
    static void ofEqual(int[] numbers, Run work) {
        for (int from = 0; from < numbers.length; ) {
            int to = from + 1;
            while (to < numbers.length && numbers[to] == numbers[from]) {
                to++;
            }
            work.of(from, to);
            from = to;
        }
    }

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
