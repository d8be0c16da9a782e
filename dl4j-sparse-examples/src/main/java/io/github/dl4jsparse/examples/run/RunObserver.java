package io.github.dl4jsparse.examples.run;

/** Is told how a run goes on, on the training thread. */
public interface RunObserver {

    /**
     * A step is done.
     *
     * @param epoch from 1
     * @param step in this epoch, from 1
     * @param score of its minibatch
     */
    default void stepDone(int epoch, int step, double score) {}

    /**
     * An epoch is done and evaluated.
     *
     * @param run the run, which may be saved now
     * @param result of the epoch
     */
    default void epochDone(TrainingRun run, EpochResult result) {}
}
