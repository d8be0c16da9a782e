package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.mask.Mask;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A mask as an array of ones and zeros. */
final class FrozenFlags {

    private FrozenFlags() {}

    /** Into an array whose C order is that of the mask. */
    static void write(INDArray flags, Mask mask) {
        float[] ones = new float[Math.toIntExact(mask.universe())];
        mask.forEach(position -> ones[(int) position] = 1);
        flags.assign(Nd4j.createFromArray(ones).castTo(flags.dataType()).reshape('c', flags.shape()));
    }
}
