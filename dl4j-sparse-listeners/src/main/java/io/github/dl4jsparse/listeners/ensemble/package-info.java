/**
 * Several sparse networks for the price of one training.
 *
 * <p>{@link io.github.dl4jsparse.listeners.ensemble.TicketCollector} takes tickets, networks with their masks, while
 * one network is trained in {@link io.github.dl4jsparse.listeners.ensemble.TicketPhases}; {@link
 * io.github.dl4jsparse.listeners.ensemble.Ensemble} averages their outputs, {@link
 * io.github.dl4jsparse.listeners.ensemble.SuperTicket} their weights. {@link
 * io.github.dl4jsparse.listeners.ensemble.NeuroTrails} is an ensemble in one graph: a shared trunk and several heads.
 */
package io.github.dl4jsparse.listeners.ensemble;
