package io.github.dl4jsparse.layers.reparam;

import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Weights that are used as they are stored. */
final class Identity implements Reparameterization {

    private static final long serialVersionUID = 1L;

    private final StoredWeights storedWeights;

    @JsonCreator
    Identity(@JsonProperty("storedWeights") StoredWeights storedWeights) {
        this.storedWeights = storedWeights;
    }

    @Override
    public StoredWeights storedWeights() {
        return storedWeights;
    }

    /** Where weights are replaced, the extra takes their place. */
    @Override
    public List<ExtraParameter> extras(WeightArray array) {
        return storedWeights == StoredWeights.REPLACED
                ? List.of(ExtraParameter.perWeight("other", ExtraParameter.Start.at(0.25)))
                : List.of();
    }

    @Override
    public EffectiveWeight effective(WeightArray array) {
        return new EffectiveWeight() {

            @Override
            public void forward(WeightBlock block, WeightPass pass) {
                double[] used = storedWeights == StoredWeights.REPLACED ? block.extra(0) : block.weights();
                System.arraycopy(used, 0, block.effective(), 0, block.count());
            }

            @Override
            public void backward(WeightBlock block, WeightPass pass) {
                if (storedWeights == StoredWeights.REPLACED) {
                    System.arraycopy(block.gradient(), 0, block.extraGradient(0), 0, block.count());
                }
            }
        };
    }
}
