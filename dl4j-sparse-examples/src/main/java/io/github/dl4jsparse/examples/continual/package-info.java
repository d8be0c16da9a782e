/**
 * One run of continual learning, from settings to result.
 *
 * <p>{@link io.github.dl4jsparse.examples.continual.ContinualSettings} say all that a run is told, {@link
 * io.github.dl4jsparse.examples.continual.ContinualRun} does it. Strategies are looked up in {@link
 * io.github.dl4jsparse.examples.continual.Strategies}, with the settings of their papers.
 */
package io.github.dl4jsparse.examples.continual;
