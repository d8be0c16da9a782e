package io.github.dl4jsparse.layers.reparam;

import java.io.Serializable;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * How many weights of an array a {@link Supermask} uses: a fixed share, or one by the array's size.
 *
 * @param value the share k, or sigma
 * @param bySize whether it is sigma
 */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
record KeptShare(double value, boolean bySize) implements Serializable {

    private static final double MOST_BY_SIZE = 0.5;

    @JsonCreator
    KeptShare(@JsonProperty("value") double value, @JsonProperty("bySize") boolean bySize) {
        if (bySize && !(value > 0 && Double.isFinite(value))) {
            throw new DL4JInvalidConfigException(
                    "The sigma (" + value + ") of a supermask must be a positive number; 1 to 32 are usual.");
        }
        if (!bySize && !(value > 0 && value <= 1)) {
            throw new DL4JInvalidConfigException("The share k (" + value
                    + ") of weights that a supermask uses must be in (0, 1]. Maybe you passed a percentage?");
        }
        this.value = value;
        this.bySize = bySize;
    }

    static KeptShare fixed(double k) {
        return new KeptShare(k, false);
    }

    static KeptShare erdosRenyi(double sigma) {
        return new KeptShare(sigma, true);
    }

    /** The number of weights that are used, at least 1. */
    int of(WeightArray array) {
        double n = array.size();
        double k = bySize ? Math.min(MOST_BY_SIZE, value * ((double) array.inputs() + array.units()) / n) : value;
        // 1 - 0.9 is a little less than a tenth
        return Math.max(1, array.size() - (int) Math.floor((1 - k) * n + 1e-9));
    }
}
