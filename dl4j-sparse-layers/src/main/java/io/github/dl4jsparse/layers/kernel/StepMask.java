package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which time steps of which examples there are.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
final class StepMask<V> {

    private final Arithmetic<V> arithmetic;
    private boolean there;
    private V steps;
    private int length;
    private V block;
    private int blockLength;

    StepMask(Arithmetic<V> arithmetic) {
        this.arithmetic = arithmetic;
    }

    /** Takes {@code [batch, time]}, any strides, or null for all steps. */
    void read(INDArray mask) {
        there = mask != null;
        if (there) {
            int numbers = Math.toIntExact(mask.length());
            if (length < numbers) {
                length = numbers;
                steps = arithmetic.vector(numbers);
            }
            INDArray byStep = DetachedMemory.within(() -> mask.dup('f'));
            HostMemory.access(byStep, memory -> arithmetic.get(memory, 0, steps, 0, numbers));
        }
    }

    /** The numbers of a time step's examples, repeated for each of some units; null if all steps are there. */
    V at(int step, int units, int batch) {
        if (!there) {
            return null;
        }
        if (blockLength < units * batch) {
            blockLength = units * batch;
            block = arithmetic.vector(blockLength);
        }
        for (int unit = 0; unit < units; unit++) {
            System.arraycopy(steps, step * batch, block, unit * batch, batch);
        }
        return block;
    }
}
