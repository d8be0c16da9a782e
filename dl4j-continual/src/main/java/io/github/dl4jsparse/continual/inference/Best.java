package io.github.dl4jsparse.continual.inference;

import java.util.function.IntToDoubleFunction;

/** The best of the candidates; of equals the one with the lowest id. */
final class Best {

    private Best() {}

    /** The task with the least of a number that each has by its id. */
    static int least(Candidates candidates, IntToDoubleFunction number) {
        int best = -1;
        double least = Double.NaN;
        for (int task : candidates.tasks().stream().sorted().toList()) {
            double own = number.applyAsDouble(task);
            if (best < 0 || own < least) {
                least = own;
                best = task;
            }
        }
        return best;
    }
}
