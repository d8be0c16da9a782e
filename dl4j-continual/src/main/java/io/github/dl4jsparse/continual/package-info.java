/**
 * Learning one task after the other without forgetting: {@link io.github.dl4jsparse.continual.ContinualLearner} learns tasks by a
 * {@link io.github.dl4jsparse.continual.ContinualStrategy} and is asked with or without the task.
 */
package io.github.dl4jsparse.continual;
