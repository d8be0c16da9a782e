/**
 * Networks whose topology changes while they train.
 *
 * <p>A method is a composition of small parts: which connections are dropped ({@link
 * io.github.dl4jsparse.listeners.topology.DropCriterion}), where new ones grow ({@link
 * io.github.dl4jsparse.listeners.topology.GrowthCriterion}) and with which value ({@link
 * io.github.dl4jsparse.listeners.topology.GrowthInit}), when ({@link
 * io.github.dl4jsparse.listeners.topology.UpdateSchedule}) and how many ({@link
 * io.github.dl4jsparse.listeners.topology.DropFraction}). {@link
 * io.github.dl4jsparse.listeners.topology.DynamicSparseTraining} composes them, by name or by hand; the {@link
 * io.github.dl4jsparse.listeners.topology.TopologyListener} it builds does the work while the network is fitted.
 *
 * <p>To add a criterion, write one small class that implements one of these interfaces (or a lambda), and hand it to the
 * composition: {@code DynamicSparseTraining.rigl().grow(new MyGrowth())}.
 */
package io.github.dl4jsparse.listeners.topology;
