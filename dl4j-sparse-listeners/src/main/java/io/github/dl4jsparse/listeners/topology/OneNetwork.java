package io.github.dl4jsparse.listeners.topology;

import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Parts with memory belong to one network. */
final class OneNetwork {

    private OneNetwork() {}

    static void check(MethodPart part, boolean taken) {
        if (taken) {
            throw new DL4JInvalidConfigException(
                    "The part (" + part
                            + ") belongs to a network already, of which it remembers something. Make a new one for each network.");
        }
    }
}
