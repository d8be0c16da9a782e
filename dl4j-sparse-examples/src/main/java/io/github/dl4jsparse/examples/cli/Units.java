package io.github.dl4jsparse.examples.cli;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Lists of whole numbers as they are typed: {@code 784-300-10}. */
final class Units {

    private Units() {}

    static List<Integer> numbers(String option, String text, String separator) {
        try {
            return Arrays.stream(text.split(separator, -1))
                    .map(String::strip)
                    .map(Integer::valueOf)
                    .toList();
        } catch (NumberFormatException e) {
            throw new DL4JInvalidConfigException("The value (" + text + ") of (" + option
                    + ") must be whole numbers with (" + separator + ") between them.");
        }
    }
}
