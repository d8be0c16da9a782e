package io.github.dl4jsparse.layers.init;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Approximate dynamical isometry: moves the active values of a sparse weight so that its singular values concentrate
 * at 1, before the training and without data. Per weight array, by gradient descent with the mask C fixed:
 *
 * <pre>{@code min over W of || (C * W)' (C * W) - I ||_F^2,   gradient 4 (C * W) ((C * W)' (C * W) - I) * C}</pre>
 *
 * <p>The array is seen as a matrix of output units by the places of their inputs; a convolution's kernel places count
 * as inputs. Of its two Gram matrices the smaller one is taken, since the larger cannot become I. A step that would
 * not lower the loss is halved until it does. Cost of a step: three dense matrix products in double precision;
 * memory: five dense matrices. Lee et al., <i>A Signal Propagation Perspective for Pruning Neural Networks at
 * Initialization</i>, ICLR 2020, section 5. Begin with an orthogonal initialisation where there is a choice.
 */
public final class LayerwiseIsometry {

    /** Dense matrices of more numbers would need gigabytes. */
    private static final long MOST_PLACES = 1L << 25;

    private static final double SHORTEST_STEP = 1e-12;

    private final int steps;
    private final double tolerance;

    /**
     * Descends until one of two conditions holds.
     *
     * @param steps how many steps at most, 1 or more
     * @param tolerance the loss, divided by the number of singular values, that is good enough; 0 or more
     * @throws DL4JInvalidConfigException if a number is out of its range
     */
    public LayerwiseIsometry(int steps, double tolerance) {
        if (steps < 1 || !(tolerance >= 0)) {
            throw new DL4JInvalidConfigException("The number of steps (" + steps + ") must be positive, the tolerance ("
                    + tolerance + ") not negative.");
        }
        this.steps = steps;
        this.tolerance = tolerance;
    }

    /**
     * Refuses weights that are too large to be computed with.
     *
     * @param weights shapes of weights
     * @throws DL4JInvalidConfigException if one has more than 2^25 places
     */
    public void check(List<WeightShape> weights) {
        for (WeightShape weight : weights) {
            if (weight.size() > MOST_PLACES) {
                throw new DL4JInvalidConfigException("The weight (" + weight.name() + ") has (" + weight.size()
                        + ") places, and isometry is computed with dense matrices of up to (" + MOST_PLACES
                        + "). Use sparsity-aware initialisation for layers of this size.");
            }
        }
    }

    /**
     * Moves the values of weights, one after the other. Topology and optimiser state stay.
     *
     * @param weights of a network that has not been trained
     * @return a report for each
     * @throws DL4JInvalidConfigException if one is too large; nothing has changed then
     */
    public List<IsometryReport> apply(List<SparseWeight> weights) {
        check(weights.stream().map(SparseWeight::shape).toList());
        return weights.stream().map(this::descend).toList();
    }

    private IsometryReport descend(SparseWeight weight) {
        UnitMatrix matrix = UnitMatrix.of(weight);
        double enough = tolerance * matrix.singularValues();
        double before = matrix.loss();
        SingularValues valuesBefore = SingularValues.ofGram(matrix.gram());
        double length = 0.1;
        double loss = before;
        int done = 0;
        while (done < steps && loss > enough && length > SHORTEST_STEP) {
            UnitMatrix moved = matrix.descended(length);
            if (moved.loss() < loss) {
                matrix = moved;
                loss = moved.loss();
                length *= 1.5;
                done++;
            } else {
                length /= 2;
            }
        }
        if (done > 0) {
            matrix.writeTo(weight);
        }
        return new IsometryReport(
                weight.name(), done, before, loss, valuesBefore, SingularValues.ofGram(matrix.gram()));
    }
}
