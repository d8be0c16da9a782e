/**
 * Continual learning in which each task owns a subnetwork. So far this module holds the measures only, in {@link
 * io.github.dl4jsparse.continual.metrics}; the learner and its strategies are to be built on the masks and the topology
 * listeners that exist.
 */
package io.github.dl4jsparse.continual;
