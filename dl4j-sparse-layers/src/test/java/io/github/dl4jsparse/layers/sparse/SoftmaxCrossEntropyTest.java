package io.github.dl4jsparse.layers.sparse;

import static io.github.dl4jsparse.layers.sparse.SparseNets.bits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

class SoftmaxCrossEntropyTest {

    private final Random random = new Random(3);

    private INDArray normal(DataType type, int batch, int classes, double scale) {
        INDArray z = Nd4j.createUninitialized(type, new long[] {batch, classes}, 'f');
        for (int k = 0; k < batch * classes; k++) {
            z.putScalar(k / classes, k % classes, scale * random.nextGaussian());
        }
        return z;
    }

    @Test
    void theWorkedCase() {
        INDArray z = Nd4j.create(new double[] {Math.log(1), Math.log(2), Math.log(5)}, new long[] {1, 3}, 'f')
                .castTo(DataType.DOUBLE);
        INDArray labels = Nd4j.createFromArray(new double[][] {{0, 1, 0}});

        double loss = SoftmaxCrossEntropy.of(new LossMCXENT(), new ActivationSoftmax())
                .gradient(labels, z);

        assertThat(loss).isCloseTo(Math.log(4), within(1e-15));
        assertThat(z.toDoubleVector()).usingComparatorWithPrecision(1e-15).containsExactly(0.125, -0.75, 0.625);
    }

    @ParameterizedTest
    @CsvSource({
        "DOUBLE,1,1,1,f",
        "DOUBLE,7,5,3,c",
        "DOUBLE,7,5,3,view",
        "DOUBLE,4,3,50,f",
        "DOUBLE,33,10,1,float",
        "FLOAT,33,10,3,c"
    })
    void lossAndGradientAreThoseOfNd4j(DataType type, int batch, int classes, double scale, String layout) {
        INDArray z = normal(type, batch, classes, scale);
        INDArray soft = normal(type, batch, classes, 1);
        INDArray labels = soft.div(soft.sum(true, 1).addi(0.5));
        labels.putScalar(0, 0, 0);
        INDArray given = switch (layout) {
            case "view" -> Nd4j.hstack(labels, labels).get(NDArrayIndex.all(), NDArrayIndex.interval(0, classes));
            case "float" -> labels.castTo(DataType.FLOAT);
            default -> labels.dup(layout.charAt(0));
        };
        LossMCXENT loss = new LossMCXENT();
        Pair<Double, INDArray> expected =
                loss.computeGradientAndScore(given, z.dup('f'), new ActivationSoftmax(), null, false);
        double tolerance = type == DataType.FLOAT ? 1e-5 : 1e-11;

        double actual = SoftmaxCrossEntropy.of(loss, new ActivationSoftmax()).gradient(given, z);

        assertThat(actual).isCloseTo(expected.getFirst(), within(tolerance * Math.max(1, Math.abs(actual))));
        SparseNets.assertClose(z, expected.getSecond(), tolerance);
    }

    @Test
    void anExampleThatIsNoNumberLeavesTheOthersAlone() {
        INDArray z = normal(DataType.FLOAT, 3, 4, 1);
        INDArray clean = z.dup('f');
        z.putScalar(1, 2, Float.NaN);
        INDArray labels = Nd4j.eye(4).castTo(DataType.FLOAT).get(NDArrayIndex.interval(0, 3));
        SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(new LossNegativeLogLikelihood(), new ActivationSoftmax());

        assertThat(loss.gradient(labels, z)).isNaN();
        loss.gradient(labels, clean);

        assertThat(bits(z.getRow(0, true))).containsExactly(bits(clean.getRow(0, true)));
        assertThat(bits(z.getRow(2, true))).containsExactly(bits(clean.getRow(2, true)));
        assertThat(bits(z.getRow(1, true))).containsOnly(Double.NaN);
    }

    @Test
    void othersAreLeftToNd4j() {
        assertThat(SoftmaxCrossEntropy.of(new LossMCXENT(), new ActivationSigmoid()))
                .isNull();
        assertThat(SoftmaxCrossEntropy.of(new LossMSE(), new ActivationSoftmax()))
                .isNull();
        assertThat(SoftmaxCrossEntropy.of(
                        new LossMCXENT(Nd4j.createFromArray(1f, 2f).reshape(1, 2)), new ActivationSoftmax()))
                .isNull();
    }
}
