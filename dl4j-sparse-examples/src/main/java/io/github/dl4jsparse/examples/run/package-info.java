/**
 * One training run, from settings to result.
 *
 * <p>{@link io.github.dl4jsparse.examples.run.RunSettings} say all that a run is told, {@link
 * io.github.dl4jsparse.examples.run.TrainingRun} does it, {@link io.github.dl4jsparse.examples.run.RunResult} is what comes
 * out, {@link io.github.dl4jsparse.examples.run.SavedRun} what stands in a file between two epochs. Methods are looked up
 * in {@link io.github.dl4jsparse.examples.run.Methods}.
 */
package io.github.dl4jsparse.examples.run;
