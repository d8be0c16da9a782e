package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jsparse.layers.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class PatternStoreTest {

    private static final int N_IN = PatternStore.MAX_INPUTS;

    private final CompressedPattern pattern = CompressedPattern.random(N_IN, 3, 20_000, RandomStream.of(5, "store"));

    private static INDArray view(DataType type, long from, long to) {
        return Nd4j.zeros(type, 30_000).get(NDArrayIndex.interval(from, to)).reshape(1, to - from);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void readsBackWhatItWrote(DataType type) {
        INDArray inputs = view(type, 100, 20_100);
        INDArray fanIn = view(type, 7, 10);

        PatternStore.write(pattern, inputs, fanIn);

        assertThat(PatternStore.holds(pattern, inputs, fanIn)).isTrue();
        assertThat(PatternStore.read(N_IN, inputs, fanIn)).isEqualTo(pattern);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void seesEveryChange(DataType type) {
        INDArray inputs = view(type, 0, 20_000);
        INDArray fanIn = view(type, 0, 3);
        PatternStore.write(pattern, inputs, fanIn);

        inputs.putScalar(19_999, inputs.getDouble(19_999) + 1);
        assertThat(PatternStore.holds(pattern, inputs, fanIn)).isFalse();

        PatternStore.write(pattern, inputs, fanIn);
        fanIn.putScalar(0, fanIn.getDouble(0) - 1);
        assertThat(PatternStore.holds(pattern, inputs, fanIn)).isFalse();
    }

    @Test
    void readsWithRounding() {
        CompressedPattern small = CompressedPattern.ofPositions(3, 2, 0, 4, 5);
        INDArray inputs = Nd4j.createFromArray(0.4f, 1.9f, 2.2f);
        INDArray fanIn = Nd4j.createFromArray(2.1f, 0.8f);

        assertThat(PatternStore.read(3, inputs, fanIn)).isEqualTo(small);
        assertThat(PatternStore.holds(small, inputs, fanIn)).isFalse();
    }

    @Test
    void whatIsNoNumberIsNoPattern() {
        INDArray inputs = Nd4j.createFromArray(0f, Float.NaN, 2f);
        INDArray fanIn = Nd4j.createFromArray(2f, 1f);

        assertThatIllegalArgumentException().isThrownBy(() -> PatternStore.read(3, inputs, fanIn));
    }
}
