/**
 * Runs that can be stopped and continued exactly.
 *
 * <p>{@link io.github.dl4jsparse.listeners.checkpoint.SparseModels} saves and loads a network together with its topology,
 * {@link io.github.dl4jsparse.listeners.checkpoint.SparseCheckpointListener} does so while it trains.
 */
package io.github.dl4jsparse.listeners.checkpoint;
