package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequentialIteratorTest {

    @Test
    void handsOutAllExamplesInOrder() {
        SequentialIterator iterator = new SequentialIterator(Numbered.examples(10), 4);

        assertThat(Numbered.rest(iterator))
                .isEqualTo(IntStream.range(0, 10).boxed().toList());
    }

    @Test
    void beginsAgainAfterReset() {
        SequentialIterator iterator = new SequentialIterator(Numbered.examples(10), 4);
        iterator.next();

        iterator.reset();

        assertThat(Numbered.numbers(iterator.next())).containsExactly(0, 1, 2, 3);
    }
}
