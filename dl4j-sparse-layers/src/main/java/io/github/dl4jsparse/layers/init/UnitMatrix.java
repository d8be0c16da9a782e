package io.github.dl4jsparse.layers.init;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The values of a weight as a dense matrix, a row for each output unit, or transposed where that has fewer rows; +0.0
 * where there is no connection. Immutable.
 */
final class UnitMatrix {

    private final INDArray values;
    private final INDArray mask;
    private final int[] place;
    private final INDArray gram;
    private final INDArray difference;
    private final double loss;

    private UnitMatrix(INDArray values, INDArray mask, int[] place) {
        this.values = values;
        this.mask = mask;
        this.place = place;
        gram = values.mmul(values.transpose());
        difference = gram.sub(Nd4j.eye(gram.size(0)).castTo(DataType.DOUBLE));
        loss = difference.mul(difference).sumNumber().doubleValue();
    }

    static UnitMatrix of(SparseWeight weight) {
        WeightShape shape = weight.shape();
        int units = Math.toIntExact(shape.outputs());
        int inputs = Math.toIntExact(shape.size() / units);
        boolean wide = units <= inputs;
        int[] place = new int[Math.toIntExact(shape.size())];
        int[] next = new int[units];
        for (int position = 0; position < place.length; position++) {
            int unit = shape.outputUnit(position);
            int input = next[unit]++;
            place[position] = wide ? unit * inputs + input : input * units + unit;
        }
        double[] values = new double[place.length];
        double[] mask = new double[place.length];
        weight.forEachActive((position, value) -> {
            values[place[(int) position]] = value;
            mask[place[(int) position]] = 1;
        });
        long[] dims = wide ? new long[] {units, inputs} : new long[] {inputs, units};
        return new UnitMatrix(
                Nd4j.createFromArray(values).reshape('c', dims),
                Nd4j.createFromArray(mask).reshape('c', dims),
                place);
    }

    INDArray gram() {
        return gram;
    }

    double loss() {
        return loss;
    }

    long singularValues() {
        return gram.size(0);
    }

    UnitMatrix descended(double length) {
        INDArray gradient = difference.mmul(values).muli(mask);
        return new UnitMatrix(values.sub(gradient.muli(4 * length)), mask, place);
    }

    void writeTo(SparseWeight weight) {
        double[] flat = values.dup('c').data().asDouble();
        weight.assign(position -> flat[place[(int) position]]);
    }
}
