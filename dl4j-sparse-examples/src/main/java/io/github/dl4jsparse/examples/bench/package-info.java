/**
 * The measurements of {@code dl4j-sparse bench}: dense and truly sparse networks of one configuration, timed in turn in one
 * process. {@link io.github.dl4jsparse.examples.bench.StepBench} times training steps, {@link
 * io.github.dl4jsparse.examples.bench.InferenceBench} outputs, {@link io.github.dl4jsparse.examples.bench.ScaleBench} a
 * network that has no dense counterpart in memory, {@link io.github.dl4jsparse.examples.bench.ConvertBench} a pruned network before
 * and after its conversion.
 */
package io.github.dl4jsparse.examples.bench;
