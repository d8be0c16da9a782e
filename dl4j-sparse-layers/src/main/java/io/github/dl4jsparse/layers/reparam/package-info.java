/**
 * Layers that compute the weights they use from the weights they store: learned masks, thresholds, powers, gates, noise.
 *
 * <p>{@link io.github.dl4jsparse.layers.reparam.ReparameterizedLayer} wraps any layer with weights; a {@link
 * io.github.dl4jsparse.layers.reparam.Reparameterization} says which extra parameters there are, and its {@link
 * io.github.dl4jsparse.layers.reparam.EffectiveWeight} computes effective weights and takes gradients back. Neither knows the kind
 * of the layer.
 */
package io.github.dl4jsparse.layers.reparam;
