package io.github.dl4jsparse.continual.inference;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Examples that are known to be of one task. */
final class Groups {

    private Groups() {}

    static int checked(int group) {
        if (group < 1) {
            throw new DL4JInvalidConfigException("The number of examples (" + group
                    + ") that are known to be of one task must be positive. 1 asks for each example.");
        }
        return group;
    }
}
