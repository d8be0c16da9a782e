package io.github.dl4jsparse.continual;

import java.util.Objects;

/**
 * How a strategy suits a scenario.
 *
 * @param level whether to go on
 * @param reason one sentence for the user; empty for {@link Level#SUITABLE}
 */
public record Support(Level level, String reason) {

    /** Whether a strategy can work in a scenario. */
    public enum Level {
        /** The scenario is what the strategy was made for. */
        SUITABLE,

        /** It runs, and the outcome will disappoint: the learner warns. */
        DOUBTFUL,

        /** It cannot run: the learner refuses. */
        IMPOSSIBLE
    }

    /**
     * Checks that both are there.
     *
     * @param level whether to go on
     * @param reason one sentence for the user
     */
    public Support {
        Objects.requireNonNull(level);
        Objects.requireNonNull(reason);
    }

    /**
     * Made for it.
     *
     * @return the answer
     */
    public static Support suitable() {
        return new Support(Level.SUITABLE, "");
    }

    /**
     * It runs, but should not be expected to work.
     *
     * @param reason why
     * @return the answer
     */
    public static Support doubtful(String reason) {
        return new Support(Level.DOUBTFUL, reason);
    }

    /**
     * It cannot run.
     *
     * @param reason why, and what to do instead
     * @return the answer
     */
    public static Support impossible(String reason) {
        return new Support(Level.IMPOSSIBLE, reason);
    }
}
