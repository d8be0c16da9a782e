package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {

    private final TrainTestData data =
            TrainTestData.of("numbered", "a test", Numbered.examples(100), Numbered.examples(7));

    @Test
    void everyTrainingExampleIsInExactlyOneOfTwoParts() {
        Split split = Split.of(data, 0.2, 1);

        assertThat(split.train().size()).isEqualTo(80);
        assertThat(split.validation().size()).isEqualTo(20);
        assertThat(Stream.concat(numbers(split.train()).stream(), numbers(split.validation()).stream()))
                .containsExactlyInAnyOrderElementsOf(numbers(data.train()));
    }

    @Test
    void theTestPartIsUntouched() {
        assertThat(Split.of(data, 0.2, 1).test()).isSameAs(data.test());
    }

    @Test
    void bothPartsKeepTheirOrder() {
        Split split = Split.of(data, 0.3, 5);

        assertThat(numbers(split.train())).isSorted();
        assertThat(numbers(split.validation())).isSorted();
    }

    @Test
    void theSeedAloneDecides() {
        List<Integer> first = numbers(Split.of(data, 0.1, 8).validation());

        assertThat(numbers(Split.of(data, 0.1, 8).validation())).isEqualTo(first);
        assertThat(numbers(Split.of(data, 0.1, 9).validation())).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 10, -0.1, Double.NaN})
    void aShareOutOfRangeIsRefused(double share) {
        assertThatThrownBy(() -> Split.of(data, share, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(" + share + ")")
                .hasMessageContaining("percentage");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.999})
    void aShareThatLeavesAPartEmptyIsRefused(double share) {
        assertThatThrownBy(() -> Split.of(data, share, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
    }

    private static List<Integer> numbers(LabeledExamples examples) {
        return IntStream.range(0, examples.size())
                .mapToObj(i -> (int) examples.features(i)[0])
                .toList();
    }
}
