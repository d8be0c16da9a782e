package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Activation functions that ND4J computes, on whole blocks copied to {@code [batch, units]} arrays and back.
 *
 * @param <V> {@code float[]} or {@code double[]}
 */
final class StockBlocks<V> {

    private final Arithmetic<V> arithmetic;
    private final DataType type;
    private long examples;
    private INDArray values;
    private INDArray errors;

    StockBlocks(Arithmetic<V> arithmetic, DataType type) {
        this.arithmetic = arithmetic;
        this.type = type;
    }

    /** The number of examples of each block from now on. */
    void examples(int batch) {
        examples = batch;
    }

    BlockFunction<V> function(IActivation activation) {
        return new Stock(activation);
    }

    private INDArray copy(V block, int length, INDArray last) {
        long[] shape = {examples, length / examples};
        INDArray array = last != null && last.size(0) == shape[0] && last.size(1) == shape[1]
                ? last
                : Nd4j.createUninitialized(type, shape, 'f');
        HostMemory.access(array, memory -> arithmetic.put(memory, 0, block, 0, length));
        return array;
    }

    private void copyBack(INDArray array, V block, int length) {
        INDArray byUnit = array.ordering() == 'f' && !array.isView() ? array : array.dup('f');
        HostMemory.access(byUnit, memory -> arithmetic.get(memory, 0, block, 0, length));
    }

    private final class Stock implements BlockFunction<V> {

        private final IActivation activation;

        Stock(IActivation activation) {
            this.activation = activation;
        }

        @Override
        public boolean divisible() {
            return false;
        }

        @Override
        public void apply(V z, V a, int from, int end, boolean training) {
            DetachedMemory.within(() -> {
                values = copy(z, end, values);
                copyBack(activation.getActivation(values, training), a, end);
                return null;
            });
        }

        @Override
        public void differentiate(V z, V a, V error, int from, int end) {
            DetachedMemory.within(() -> {
                values = copy(z, end, values);
                errors = copy(error, end, errors);
                copyBack(activation.backprop(values, errors).getFirst(), error, end);
                return null;
            });
        }
    }
}
