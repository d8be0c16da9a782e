package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class FeatureTransferTest {

    static Stream<Arguments> matrices() {
        return Stream.of(new int[] {1, 1}, new int[] {1, 7}, new int[] {7, 1}, new int[] {17, 33}, new int[] {40, 1100})
                .flatMap(size -> Stream.of(DataType.FLOAT, DataType.DOUBLE)
                        .flatMap(type -> layouts(Nd4j.rand(type, size[0], size[1]))));
    }

    private static Stream<Arguments> layouts(INDArray m) {
        long b = m.size(0);
        long n = m.size(1);
        String name = b + "x" + n + " " + m.dataType();
        return Stream.of(
                Arguments.of(name + " c", m),
                Arguments.of(name + " f", m.dup('f')),
                Arguments.of(name + " part of c", inside(m, 'c')),
                Arguments.of(name + " part of f", inside(m, 'f')),
                Arguments.of(name + " transposed", m.transpose().dup('c').transpose()),
                Arguments.of(name + " every second", everySecond(m)));
    }

    private static INDArray inside(INDArray m, char order) {
        INDArray larger = Nd4j.valueArrayOf(new long[] {m.size(0) + 5, m.size(1) + 3}, -1, m.dataType())
                .dup(order);
        INDArray view = larger.get(NDArrayIndex.interval(2, 2 + m.size(0)), NDArrayIndex.interval(1, 1 + m.size(1)));
        view.assign(m);
        return view;
    }

    private static INDArray everySecond(INDArray m) {
        INDArray larger = Nd4j.valueArrayOf(new long[] {2 * m.size(0), 2 * m.size(1)}, -1, m.dataType());
        INDArray view =
                larger.get(NDArrayIndex.interval(0, 2, 2 * m.size(0)), NDArrayIndex.interval(0, 2, 2 * m.size(1)));
        view.assign(m);
        return view;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("matrices")
    void readsEveryLayout(String name, INDArray matrix) {
        int batch = (int) matrix.size(0);
        int features = (int) matrix.size(1);
        if (matrix.dataType() == DataType.FLOAT) {
            float[][] rows = new float[features][batch];
            new FeatureTransfer<>(new SinglePrecision()).read(matrix, Features.ofRows(rows));
            assertThat(rows).isDeepEqualTo(matrix.transpose().dup('c').toFloatMatrix());
        } else {
            double[][] rows = new double[features][batch];
            new FeatureTransfer<>(new DoublePrecision()).read(matrix, Features.ofRows(rows));
            assertThat(rows).isDeepEqualTo(matrix.transpose().dup('c').toDoubleMatrix());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("matrices")
    void readsSomeExamplesOfEveryLayout(String name, INDArray matrix) {
        int first = (int) matrix.size(0) / 2;
        int batch = (int) matrix.size(0) - first;
        int features = (int) matrix.size(1);
        INDArray some = matrix.dup('c').get(NDArrayIndex.interval(first, first + batch), NDArrayIndex.all());
        if (matrix.dataType() == DataType.FLOAT) {
            float[][] rows = new float[features][batch];
            new FeatureTransfer<>(new SinglePrecision()).read(matrix, first, batch, Features.ofRows(rows));
            assertThat(rows).isDeepEqualTo(some.transpose().dup('c').toFloatMatrix());
        } else {
            double[][] rows = new double[features][batch];
            new FeatureTransfer<>(new DoublePrecision()).read(matrix, first, batch, Features.ofRows(rows));
            assertThat(rows).isDeepEqualTo(some.transpose().dup('c').toDoubleMatrix());
        }
    }

    @Test
    void writesToFOrderAndToPartsOfIt() {
        float[][] rows = Nd4j.rand(DataType.FLOAT, 33, 17).toFloatMatrix();
        INDArray whole = Nd4j.create(DataType.FLOAT, new long[] {17, 33}, 'f');
        INDArray larger = Nd4j.zeros(DataType.FLOAT, 20, 33).dup('f');
        INDArray part = larger.get(NDArrayIndex.interval(2, 19), NDArrayIndex.all());
        FeatureTransfer<float[]> transfer = new FeatureTransfer<>(new SinglePrecision());

        transfer.write(Features.ofRows(rows), whole);
        transfer.write(Features.ofRows(rows), part);

        assertThat(whole.transpose().dup('c').toFloatMatrix()).isDeepEqualTo(rows);
        assertThat(part.transpose().dup('c').toFloatMatrix()).isDeepEqualTo(rows);
        assertThat(larger.getRow(0).sumNumber().doubleValue()).isZero();
        assertThat(larger.getRow(19).sumNumber().doubleValue()).isZero();
    }

    @Test
    void refusesToWriteToCOrder() {
        FeatureTransfer<float[]> transfer = new FeatureTransfer<>(new SinglePrecision());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> transfer.write(Features.ofRows(new float[3][2]), Nd4j.create(DataType.FLOAT, 2, 3)))
                .withMessageContaining("'f' order");
    }
}
