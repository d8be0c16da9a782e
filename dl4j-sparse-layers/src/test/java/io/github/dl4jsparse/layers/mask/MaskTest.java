package io.github.dl4jsparse.layers.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MaskTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 127, 128, 1000})
    void setAlgebraAgreesWithBitSets(int size) {
        for (int seed = 0; seed < 20; seed++) {
            BitSet a = bits(size, seed);
            BitSet b = bits(size, seed + 100);
            Mask one = mask(size, a);
            Mask two = mask(size, b);

            assertThat(one.count()).isEqualTo(a.cardinality());
            assertThat(one.and(two)).isEqualTo(mask(size, combined(a, b, BitSet::and)));
            assertThat(one.or(two)).isEqualTo(mask(size, combined(a, b, BitSet::or)));
            assertThat(one.xor(two)).isEqualTo(mask(size, combined(a, b, BitSet::xor)));
            assertThat(one.andNot(two)).isEqualTo(mask(size, combined(a, b, BitSet::andNot)));
            assertThat(one.not().count()).isEqualTo(size - a.cardinality());
            assertThat(one.not().not()).isEqualTo(one).hasSameHashCodeAs(one);
            assertThat(one.and(one.not())).isEqualTo(Mask.empty(size));
            assertThat(one.or(one.not())).isEqualTo(Mask.full(size));
            assertThat(one.hamming(two)).isEqualTo(combined(a, b, BitSet::xor).cardinality());
            int union = combined(a, b, BitSet::or).cardinality();
            double jaccard =
                    union == 0 ? 1 : (double) combined(a, b, BitSet::and).cardinality() / union;
            assertThat(one.jaccard(two)).isEqualTo(jaccard);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 1000})
    void visitsActiveAndInactivePositionsInAscendingOrder(int size) {
        BitSet a = bits(size, 3);
        Mask mask = mask(size, a);
        List<Long> active = new ArrayList<>();
        List<Long> inactive = new ArrayList<>();

        mask.forEach(active::add);
        mask.forEachInactive(inactive::add);

        assertThat(active).isEqualTo(a.stream().mapToObj(p -> (long) p).toList());
        a.flip(0, size);
        assertThat(inactive).isEqualTo(a.stream().mapToObj(p -> (long) p).toList());
        assertThat(mask.toArray()).isEqualTo(active.stream().mapToLong(p -> p).toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 1000})
    void fullAndEmptyMasksHaveNoBitBeyondTheArray(int size) {
        assertThat(Mask.full(size).count()).isEqualTo(size);
        assertThat(Mask.full(size).density()).isEqualTo(1);
        assertThat(Mask.full(size).sparsity()).isZero();
        assertThat(Mask.empty(size).count()).isZero();
        assertThat(Mask.full(size).not()).isEqualTo(Mask.empty(size));
    }

    @Test
    void densityAndSparsityAreSharesOfThePositions() {
        Mask mask = Mask.ofActive(new long[] {2, 5}, 9, 0, 4);

        assertThat(mask.density()).isEqualTo(0.3);
        assertThat(mask.sparsity()).isEqualTo(0.7);
        assertThat(mask.universe()).isEqualTo(10);
        assertThat(mask.toArray()).containsExactly(0, 4, 9);
    }

    @Test
    void jaccardAndHammingOfAWorkedCase() {
        Mask one = Mask.ofActive(new long[] {10}, 0, 1, 2, 3);
        Mask two = Mask.ofActive(new long[] {10}, 2, 3, 4);

        assertThat(one.jaccard(two)).isEqualTo(0.4);
        assertThat(one.hamming(two)).isEqualTo(3);
        assertThat(Mask.empty(10).jaccard(Mask.empty(10))).isEqualTo(1);
        assertThat(one.jaccard(Mask.empty(10))).isZero();
    }

    @Test
    void changesGiveANewMaskAndLeaveTheOldOne() {
        Mask mask = Mask.ofActive(new long[] {70}, 1, 65);

        Mask more = mask.plus(new long[] {64, 69});
        Mask less = mask.minus(new long[] {65});

        assertThat(mask.toArray()).containsExactly(1, 65);
        assertThat(more.toArray()).containsExactly(1, 64, 65, 69);
        assertThat(less.toArray()).containsExactly(1);
    }

    @Test
    void aPositionThatIsActiveAlreadyCannotBeAdded() {
        Mask mask = Mask.ofActive(new long[] {10}, 3);

        assertThatThrownBy(() -> mask.plus(new long[] {3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(3)");
        assertThatThrownBy(() -> mask.plus(new long[] {5, 5})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mask.plus(new long[] {10})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mask.plus(new long[] {-1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mask.ofActive(new long[] {10}, 2, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPositionThatIsInactiveCannotBeRemoved() {
        Mask mask = Mask.ofActive(new long[] {10}, 3);

        assertThatThrownBy(() -> mask.minus(new long[] {4}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(4)");
        assertThatThrownBy(() -> mask.minus(new long[] {3, 3})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void positionsOutsideOfTheArrayAreRefused() {
        Mask mask = Mask.full(10);

        assertThatThrownBy(() -> mask.contains(10)).hasMessageContaining("(10)");
        assertThatThrownBy(() -> mask.contains(-1)).hasMessageContaining("(-1)");
    }

    @Test
    void masksOfDifferentShapesCannotBeCombined() {
        Mask one = Mask.full(2, 6);
        Mask two = Mask.full(3, 4);

        assertThatThrownBy(() -> one.and(two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, 6]")
                .hasMessageContaining("[3, 4]");
        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void shapesWithoutPositionsAreRefused() {
        assertThatThrownBy(() -> Mask.full(3, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mask.full(-3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mask.full(1L << 40, 1L << 40)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mask.full(1L << 40))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("truly sparse");
    }

    @Test
    void theCallersShapeIsNotKept() {
        long[] shape = {2, 3};
        Mask mask = Mask.full(shape);
        shape[0] = 5;
        mask.shape()[1] = 7;

        assertThat(mask.shape()).containsExactly(2, 3);
    }

    @Test
    void nonZeroEntriesAreFoundInRowOrderWhateverTheOrderOfTheArray() {
        INDArray array =
                Nd4j.create(new double[][] {{0, 1.5, -0.0}, {-2, 0, 3}}).castTo(DataType.FLOAT);

        assertThat(Mask.nonZero(array).toArray()).containsExactly(1, 3, 5);
        assertThat(Mask.nonZero(array.dup('f')).toArray()).containsExactly(1, 3, 5);
    }

    private interface Combination {
        void apply(BitSet a, BitSet b);
    }

    private static BitSet combined(BitSet a, BitSet b, Combination combination) {
        BitSet result = (BitSet) a.clone();
        combination.apply(result, b);
        return result;
    }

    private static BitSet bits(int size, int seed) {
        RandomStream random = RandomStream.of(seed, "bits", size);
        double density = random.nextDouble();
        BitSet bits = new BitSet(size);
        for (int i = 0; i < size; i++) {
            bits.set(i, random.nextDouble() < density);
        }
        return bits;
    }

    private static Mask mask(int size, BitSet bits) {
        return Mask.ofActive(new long[] {size}, bits.stream().asLongStream().toArray());
    }
}
