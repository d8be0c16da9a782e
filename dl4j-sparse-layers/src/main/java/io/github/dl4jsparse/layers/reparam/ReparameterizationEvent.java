package io.github.dl4jsparse.layers.reparam;

/**
 * Something that a reparameterised layer did beside its computation, such as resetting thresholds that had removed a layer.
 *
 * @param weight the weight array, {@code layer_parameter}
 * @param iteration the network's iteration
 * @param what one sentence, with values in parentheses
 */
public record ReparameterizationEvent(String weight, int iteration, String what) {}
