package io.github.dl4jsparse.layers.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AscendingTest {

    @ParameterizedTest
    @CsvSource({
        "0, 10",
        "1, 10",
        "65535, 1000000000000",
        "65536, 1",
        "65537, 200",
        "70000, 256",
        "70000, 65537",
        "100000, 62500000000",
        "100000, 9223372036854775807"
    })
    void sortsAsComparisonDoes(int count, long bound) {
        RandomStream random = RandomStream.of(1, "numbers", count, bound);
        long[] numbers = new long[count];
        Arrays.setAll(numbers, i -> random.nextLong(bound));
        long[] expected = numbers.clone();
        Arrays.sort(expected);

        Ascending.sort(numbers);

        assertThat(numbers).isEqualTo(expected);
    }
}
