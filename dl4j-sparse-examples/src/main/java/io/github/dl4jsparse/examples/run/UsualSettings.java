package io.github.dl4jsparse.examples.run;

/**
 * The settings of a method where nothing else is said.
 *
 * @param updater of the weights
 * @param rate its learning rate at the start
 * @param drop the share of connections that the first update replaces
 * @param interval steps between updates
 * @param stopAt the share of the training after which the topology stays
 * @param initialSparsity where a method begins that becomes sparser; else 0
 */
public record UsualSettings(
        Optimizer updater, double rate, double drop, int interval, double stopAt, double initialSparsity) {

    /** What most methods share, so that they can be compared. */
    static UsualSettings common() {
        return of(0.3, 200, 0.75);
    }

    static UsualSettings of(double drop, int interval, double stopAt) {
        return new UsualSettings(Optimizer.NESTEROVS, Optimizer.NESTEROVS.usualRate(), drop, interval, stopAt, 0);
    }

    UsualSettings with(Optimizer other, double itsRate) {
        return new UsualSettings(other, itsRate, drop, interval, stopAt, initialSparsity);
    }

    UsualSettings from(double sparsity) {
        return new UsualSettings(updater, rate, drop, interval, stopAt, sparsity);
    }
}
