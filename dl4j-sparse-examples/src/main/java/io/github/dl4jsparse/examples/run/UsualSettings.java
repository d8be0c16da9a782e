package io.github.dl4jsparse.examples.run;

/**
 * The settings that a method has where none are named: of its paper where they do not depend on the length of the training,
 * else scaled to trainings of some thousand steps.
 *
 * @param drop the share of connections that the first update replaces
 * @param interval steps between updates
 * @param stopAt the share of the training after which the topology stays
 * @param initialSparsity where the training begins, for a method that becomes sparse; else 0
 * @param updater the updater
 * @param rate its learning rate
 */
public record UsualSettings(
        double drop, int interval, double stopAt, double initialSparsity, Optimizer updater, double rate) {

    private static final UsualSettings COMMON =
            new UsualSettings(0.3, 200, 0.75, 0, Optimizer.NESTEROVS, Optimizer.NESTEROVS.usualRate());

    /**
     * 0.3 by cosine every 200 steps of the first three quarters, Nesterovs.
     *
     * @return the settings
     */
    public static UsualSettings common() {
        return COMMON;
    }

    UsualSettings withDrop(double other) {
        return new UsualSettings(other, interval, stopAt, initialSparsity, updater, rate);
    }

    UsualSettings withInterval(int other) {
        return new UsualSettings(drop, other, stopAt, initialSparsity, updater, rate);
    }

    UsualSettings withStopAt(double other) {
        return new UsualSettings(drop, interval, other, initialSparsity, updater, rate);
    }

    UsualSettings withInitialSparsity(double other) {
        return new UsualSettings(drop, interval, stopAt, other, updater, rate);
    }

    UsualSettings withOptimizer(Optimizer other, double itsRate) {
        return new UsualSettings(drop, interval, stopAt, initialSparsity, other, itsRate);
    }
}
