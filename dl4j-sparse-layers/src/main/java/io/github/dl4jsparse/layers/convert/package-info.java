/**
 * The way between ordinary networks with zeros in their weights and networks of truly sparse layers.
 *
 * <p>{@link io.github.dl4jsparse.layers.convert.Sparsify} converts in both directions, with all settings, values, updater
 * state and counts. {@link io.github.dl4jsparse.layers.convert.SparsifyOptions} says which layers are worth it, {@link
 * io.github.dl4jsparse.layers.convert.Calibration} has it measured instead, and {@link
 * io.github.dl4jsparse.layers.convert.Sparsified} tells of each layer what was decided and why. Use it to make a pruned or
 * masked network fast; to train sparsely from the start, put {@code SparseDenseLayer} into the configuration.
 *
 * <p>{@link io.github.dl4jsparse.layers.convert.Baking} turns reparameterised layers into plain ones; {@link
 * io.github.dl4jsparse.layers.convert.PiggybackBuilder} puts masks over a pretrained network.
 */
package io.github.dl4jsparse.layers.convert;
