/** How much was learnt, kept and forgotten over a sequence of tasks. */
package io.github.dl4jsparse.continual.metrics;
