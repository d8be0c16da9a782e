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
        INDArray vector = view(type, 100, 20_103);

        PatternStore.write(pattern, vector);

        assertThat(PatternStore.holds(pattern, vector)).isTrue();
        assertThat(PatternStore.read(N_IN, 3, vector)).isEqualTo(pattern);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void seesEveryChange(DataType type) {
        INDArray vector = view(type, 0, 20_003);

        for (int at : new int[] {0, 2_047, 2_048, 19_999, 20_000, 20_002}) {
            PatternStore.write(pattern, vector);
            vector.putScalar(at, vector.getDouble(at) + 1);
            assertThat(PatternStore.holds(pattern, vector)).isFalse();
        }
    }

    @Test
    void holdsInputsThenFanIn() {
        CompressedPattern small = CompressedPattern.ofPositions(3, 2, 0, 4, 5);
        INDArray vector = Nd4j.zeros(1, 5);

        PatternStore.write(small, vector);

        assertThat(vector.toFloatVector()).containsExactly(0, 2, 2, 2, 1);
    }

    @Test
    void readsWithRounding() {
        CompressedPattern small = CompressedPattern.ofPositions(3, 2, 0, 4, 5);
        INDArray vector = Nd4j.createFromArray(0.4f, 1.9f, 2.2f, 2.1f, 0.8f);

        assertThat(PatternStore.read(3, 2, vector)).isEqualTo(small);
        assertThat(PatternStore.holds(small, vector)).isFalse();
    }

    @Test
    void whatIsNoNumberIsNoPattern() {
        INDArray vector = Nd4j.createFromArray(0f, Float.NaN, 2f, 2f, 1f);

        assertThatIllegalArgumentException().isThrownBy(() -> PatternStore.read(3, 2, vector));
    }

    @Test
    void aVectorOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PatternStore.write(pattern, view(DataType.FLOAT, 0, 20_002)))
                .withMessageContainingAll("(20002)", "(20003)");
    }
}
