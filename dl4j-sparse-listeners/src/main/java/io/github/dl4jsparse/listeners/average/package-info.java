/**
 * Averages of the weights over the steps of a training: {@link
 * io.github.dl4jsparse.listeners.average.NonMonotoneAveraging}, which starts when the validation loss stalls and lets
 * every connection that is grown begin its own average.
 */
package io.github.dl4jsparse.listeners.average;
