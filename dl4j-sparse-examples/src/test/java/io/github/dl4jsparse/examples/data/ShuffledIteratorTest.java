package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;

class ShuffledIteratorTest {

    private final LabeledExamples examples = Numbered.examples(10);

    @Test
    void anEpochHandsOutEveryExampleOnce() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 4, 1);

        assertThat(Numbered.rest(iterator))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).boxed().toList());
    }

    @Test
    void theOrderIsShuffledAndPinned() {
        assertThat(Numbered.rest(new ShuffledIterator(examples, 4, 42))).containsExactly(5, 3, 6, 2, 0, 7, 9, 8, 1, 4);
        assertThat(Numbered.rest(new ShuffledIterator(examples, 4, 42).startingAt(1)))
                .containsExactly(9, 2, 8, 6, 5, 1, 7, 0, 4, 3);
    }

    @Test
    void theOrderDependsOnSeedAndEpochButNotOnTheBatchSize() {
        List<Integer> order = Numbered.rest(new ShuffledIterator(examples, 4, 1));

        assertThat(Numbered.rest(new ShuffledIterator(examples, 3, 1))).isEqualTo(order);
        assertThat(Numbered.rest(new ShuffledIterator(examples, 4, 2))).isNotEqualTo(order);
        assertThat(Numbered.rest(new ShuffledIterator(examples, 4, 1).startingAt(1)))
                .isNotEqualTo(order);
    }

    @Test
    void everyOrderOfThreeIsAboutAsFrequent() {
        int[] counts = new int[6];
        ShuffledIterator iterator = new ShuffledIterator(Numbered.examples(3), 3, 7);
        for (int epoch = 0; epoch < 1200; epoch++) {
            List<Integer> order = Numbered.rest(iterator);
            counts[2 * order.get(0) + (order.get(1) > order.get(2) ? 1 : 0)]++;
            iterator.reset();
        }

        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(150, 250));
    }

    @Test
    void startingAtAnEpochContinuesAnUninterruptedRun() {
        ShuffledIterator uninterrupted = new ShuffledIterator(examples, 4, 1);
        for (int epoch = 0; epoch < 3; epoch++) {
            Numbered.rest(uninterrupted);
            uninterrupted.reset();
        }

        ShuffledIterator resumed = new ShuffledIterator(examples, 4, 1).startingAt(3);

        assertThat(resumed.epoch()).isEqualTo(3).isEqualTo(uninterrupted.epoch());
        assertThat(Numbered.rest(resumed)).isEqualTo(Numbered.rest(uninterrupted));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void resetsBeforeTheFirstMinibatchDoNothing(int resets) {
        ShuffledIterator iterator = new ShuffledIterator(examples, 4, 1).startingAt(2);
        List<Integer> second = Numbered.rest(new ShuffledIterator(examples, 4, 1).startingAt(2));

        for (int i = 0; i < resets; i++) {
            iterator.reset();
        }

        assertThat(iterator.epoch()).isEqualTo(2);
        assertThat(Numbered.rest(iterator)).isEqualTo(second);
    }

    @Test
    void severalResetsBetweenEpochsCountAsOne() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 4, 1);
        Numbered.rest(iterator);

        iterator.reset();
        assertThat(iterator.hasNext()).isTrue();
        iterator.reset();

        assertThat(iterator.epoch()).isEqualTo(1);
    }

    @Test
    void anEpochThatWasBegunIsOverAfterReset() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 4, 1);
        iterator.next();

        iterator.reset();

        assertThat(iterator.epoch()).isEqualTo(1);
        assertThat(Numbered.rest(iterator)).hasSize(10);
    }

    @Test
    void theLastMinibatchIsSmaller() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 4, 1);

        assertThat(List.of(
                        iterator.next().numExamples(),
                        iterator.next().numExamples(),
                        iterator.next().numExamples()))
                .containsExactly(4, 4, 2);
        assertThat(iterator.hasNext()).isFalse();
    }

    @Test
    void theLastMinibatchCanBeDropped() {
        ShuffledIterator iterator =
                new ShuffledIterator(examples, 4, 1).startingAt(6).droppingLast();

        assertThat(iterator.epoch()).isEqualTo(6);
        assertThat(Numbered.rest(iterator)).hasSize(8);
        assertThat(Numbered.rest(iterator.startingAt(1))).hasSize(8);
    }

    @Test
    void aFullLastMinibatchIsKeptWhenDropping() {
        assertThat(Numbered.rest(new ShuffledIterator(examples, 5, 1).droppingLast()))
                .hasSize(10);
    }

    @Test
    void anotherNumberOfExamplesCanBeAskedFor() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 4, 1);

        assertThat(iterator.next(7).numExamples()).isEqualTo(7);
        assertThat(iterator.next(7).numExamples()).isEqualTo(3);
        assertThatThrownBy(() -> iterator.next(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void featuresAndLabelsBelongTogether() {
        DataSet batch = new ShuffledIterator(examples, 10, 1).next();

        for (int i = 0; i < 10; i++) {
            int number = (int) batch.getFeatures().getDouble(i, 0);
            for (int c = 0; c < 3; c++) {
                assertThat(batch.getLabels().getDouble(i, c)).isEqualTo(number % 3 == c ? 1 : 0);
            }
        }
    }

    @Test
    void whatTheNetworkDoesToAMinibatchDoesNotReachTheData() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 10, 1);
        iterator.next().getFeatures().assign(99);

        iterator.reset();

        assertThat(Numbered.rest(iterator))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).boxed().toList());
    }

    @Test
    void aPreProcessorSeesEveryMinibatchAndIsCarriedOn() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 10, 1);
        iterator.setPreProcessor(batch -> batch.getFeatures().addi(100));

        assertThat(Numbered.rest(iterator)).allMatch(number -> number >= 100);
        assertThat(Numbered.rest(iterator.startingAt(4))).allMatch(number -> number >= 100);
        assertThat(Numbered.rest(iterator.droppingLast())).allMatch(number -> number >= 100);
    }

    @Test
    void tellsDl4jWhatItIs() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 4, 1);

        assertThat(iterator.batch()).isEqualTo(4);
        assertThat(iterator.inputColumns()).isEqualTo(2);
        assertThat(iterator.totalOutcomes()).isEqualTo(3);
        assertThat(iterator.resetSupported()).isTrue();
        assertThat(iterator.asyncSupported()).isFalse();
    }

    @Test
    void anExhaustedIteratorSaysSo() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 10, 1);
        iterator.next();

        assertThatThrownBy(iterator::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("reset()");
    }

    @Test
    void badArgumentsAreNamed() {
        ShuffledIterator iterator = new ShuffledIterator(examples, 11, 1);

        assertThatThrownBy(() -> new ShuffledIterator(examples, 0, 1)).hasMessageContaining("(0)");
        assertThatThrownBy(() -> iterator.startingAt(-1)).hasMessageContaining("(-1)");
        assertThatThrownBy(iterator::droppingLast).hasMessageContaining("(11)").hasMessageContaining("(10)");
    }
}
