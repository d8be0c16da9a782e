package io.github.dl4jsparse.listeners.topology;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code sum a_i a_j}, {@code sum a_i^2} and {@code sum a_j^2} over examples, i a source unit and j a target unit, in
 * double precision.
 */
final class ActivationSums {

    private final INDArray products;
    private final INDArray sources;
    private final INDArray targets;

    ActivationSums(long sources, long targets) {
        try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            this.products = Nd4j.create(DataType.DOUBLE, new long[] {sources, targets}, 'f');
            this.sources = Nd4j.create(DataType.DOUBLE, sources);
            this.targets = Nd4j.create(DataType.DOUBLE, targets);
        }
    }

    /**
     * Adds examples.
     *
     * @param source {@code [batch, sources]}
     * @param target {@code [batch, targets]}
     */
    void add(INDArray source, INDArray target) {
        try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray a = source.castTo(DataType.DOUBLE);
            INDArray b = target.castTo(DataType.DOUBLE);
            Nd4j.gemm(a, b, products, true, false, 1, 1);
            sources.addi(a.mul(a).sum(0));
            targets.addi(b.mul(b).sum(0));
        }
    }

    void clear() {
        products.assign(0);
        sources.assign(0);
        targets.assign(0);
    }

    /** {@code |<A_i, A_j>| / (|A_i| |A_j|)} at {@code i * targets + j}, in [0, 1]; 0 where a unit was never active. */
    double[] cosines() {
        double[] product = products.data().asDouble();
        double[] source = sources.data().asDouble();
        double[] target = targets.data().asDouble();
        double[] cosines = new double[product.length];
        for (int i = 0; i < source.length; i++) {
            for (int j = 0; j < target.length; j++) {
                double norms = Math.sqrt(source[i]) * Math.sqrt(target[j]);
                double dot = Math.abs(product[j * source.length + i]);
                cosines[i * target.length + j] = norms == 0 ? 0 : Math.min(1, dot / norms);
            }
        }
        return cosines;
    }

    void writeTo(DataOutput out) throws IOException {
        for (INDArray array : new INDArray[] {products, sources, targets}) {
            for (double number : array.data().asDouble()) {
                out.writeDouble(number);
            }
        }
    }

    void readFrom(DataInput in) throws IOException {
        for (INDArray array : new INDArray[] {products, sources, targets}) {
            for (long i = 0; i < array.length(); i++) {
                array.data().put(i, in.readDouble());
            }
        }
    }
}
