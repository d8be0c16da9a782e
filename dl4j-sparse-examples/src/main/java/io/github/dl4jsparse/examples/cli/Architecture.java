package io.github.dl4jsparse.examples.cli;

import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** The units of the layers of a perceptron with at least one hidden layer. */
final class Architecture {

    private Architecture() {}

    static List<Integer> units(String text, int width) {
        List<Integer> units = Units.numbers("--arch", text, "-");
        if (units.size() < 3 || units.get(0) != width) {
            throw new DL4JInvalidConfigException("The layers (" + text + ") must begin with the (" + width
                    + ") features, and have a hidden layer and outputs.");
        }
        return units;
    }
}
