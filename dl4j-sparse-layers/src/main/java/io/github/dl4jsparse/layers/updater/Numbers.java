package io.github.dl4jsparse.layers.updater;

import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.javacpp.indexer.Indexer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** The numbers of a vector or of a part of one, one by one: in place on the native CPU back-end, through ND4J elsewhere. */
final class Numbers {

    private final INDArray array;
    private final FloatIndexer floats;
    private final DoubleIndexer doubles;

    private Numbers(INDArray array, Indexer indexer) {
        this.array = array;
        this.floats = indexer instanceof FloatIndexer f ? f : null;
        this.doubles = indexer instanceof DoubleIndexer d ? d : null;
    }

    /** Shared with the array; the indexer of a part begins where the part does. */
    static Numbers of(INDArray array) {
        boolean host = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
        boolean dense = array.isVectorOrScalar() && array.elementWiseStride() == 1;
        return new Numbers(array, host && dense ? array.data().indexer() : null);
    }

    long length() {
        return array.length();
    }

    double get(long i) {
        if (floats != null) {
            return floats.get(i);
        }
        return doubles != null ? doubles.get(i) : array.getDouble(i);
    }

    void set(long i, double value) {
        if (floats != null) {
            floats.put(i, (float) value);
        } else if (doubles != null) {
            doubles.put(i, value);
        } else {
            array.putScalar(i, value);
        }
    }
}
