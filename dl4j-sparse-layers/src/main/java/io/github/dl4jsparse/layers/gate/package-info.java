/**
 * Layers that scale channels and branches by what they learn: {@link io.github.dl4jsparse.layers.gate.SqueezeExcitation} weighs the
 * channels of each example, {@link io.github.dl4jsparse.layers.gate.AdaptiveGate} switches a residual branch on and off for each
 * example, {@link io.github.dl4jsparse.layers.gate.BranchScale} learns which branches of a network can go.
 *
 * <p>All are layers with one input. Put into a {@code ComputationGraph} by {@code addLayer} each becomes a vertex; DL4J counts
 * parameters, constraints and penalties of such vertices only.
 */
package io.github.dl4jsparse.layers.gate;
