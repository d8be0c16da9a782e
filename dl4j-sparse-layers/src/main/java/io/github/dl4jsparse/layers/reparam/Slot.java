package io.github.dl4jsparse.layers.reparam;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The place of one parameter in a flat vector. */
record Slot(String key, List<Long> dims, char order, long at, long length) {

    Slot movedTo(long place) {
        return new Slot(key, dims, order, place, length);
    }

    long[] shape() {
        return dims.stream().mapToLong(Long::longValue).toArray();
    }

    INDArray view(INDArray flat) {
        return flat.reshape(new long[] {flat.length()})
                .get(NDArrayIndex.interval(at, at + length))
                .reshape(order, shape());
    }
}
