/**
 * Measures of a sparse network, while it trains and afterwards.
 *
 * <p>{@link io.github.dl4jsparse.listeners.monitor.SparsityMonitor} takes one {@link
 * io.github.dl4jsparse.listeners.monitor.SparsityReport} at each topology update; {@code SparsityReport.of(net)} takes
 * one of any network at any time. {@link io.github.dl4jsparse.listeners.monitor.NeuronDistance} compares the
 * topologies of two networks whatever the order of their neurons.
 */
package io.github.dl4jsparse.listeners.monitor;
