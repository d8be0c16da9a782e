package io.github.dl4jsparse.continual.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.continual.store.ClassMeans;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NearestMeanTest {

    @Test
    void featuresHaveLengthOneAndZerosStay() {
        INDArray scaled = ClassMeans.normalized(Nd4j.createFromArray(new double[][] {{3, 4}, {0, 0}}));

        assertThat(scaled.toDoubleMatrix()).isDeepEqualTo(new double[][] {{0.6, 0.8}, {0, 0}});
    }

    /** (1, 0) is 1 from (1, 1) and 4 from (1, 2); (1, 3) is 4 from the first and 1 from the second. */
    @Test
    void eachExampleCountsItsDistanceToTheNearestMean() {
        INDArray rows = Nd4j.createFromArray(new double[][] {{1, 0}, {1, 3}});
        List<INDArray> means = List.of(Nd4j.createFromArray(1.0, 1.0), Nd4j.createFromArray(1.0, 2.0));

        assertThat(NearestMean.distance(rows, means)).isCloseTo(2, within(1e-12));
    }
}
