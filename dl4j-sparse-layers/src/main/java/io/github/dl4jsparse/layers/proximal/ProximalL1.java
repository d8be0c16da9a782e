package io.github.dl4jsparse.layers.proximal;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The penalty {@code gamma sum |x|} by its proximal step. The gradient g of a parameter x is replaced by the gradient mapping
 *
 * <pre>
 *   G = (x - z) / lr,   z = soft(x - lr g, lr gamma),   soft(y, a) = sign(y) max(0, |y| - a)
 * </pre>
 *
 * so that {@code Sgd} makes the proximal gradient step {@code x := z}, and {@code Nesterovs} with momentum mu the accelerated one
 * of sparse structure selection (Huang, Wang, ECCV 2018, eqs. 11-13):
 *
 * <pre>
 *   mom := mu mom + z - x,   x := z + mu mom
 * </pre>
 *
 * Only these two updaters have this meaning. At a learning rate of 0 nothing is changed.
 *
 * @param gamma the weight of the penalty, at least 0
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public record ProximalL1(double gamma) implements Regularization {

    private static final long serialVersionUID = 1L;

    /**
     * Checks the weight.
     *
     * @param gamma the weight of the penalty
     * @throws DL4JInvalidConfigException if it is negative or no number
     */
    public ProximalL1 {
        if (!(gamma >= 0) || Double.isInfinite(gamma)) {
            throw new DL4JInvalidConfigException(
                    "The weight gamma (" + gamma + ") of the L1 penalty must be a number of at least 0.");
        }
    }

    @Override
    public ApplyStep applyStep() {
        return ApplyStep.BEFORE_UPDATER;
    }

    @Override
    public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
        if (lr == 0) {
            return;
        }
        INDArray moved = param.sub(gradView.mul(lr));
        INDArray size = Transforms.abs(moved, true).subi(lr * gamma);
        BooleanIndexing.replaceWhere(size, 0, Conditions.lessThan(0));
        gradView.assign(param.sub(Transforms.sign(moved, false).muli(size)).divi(lr));
    }

    @Override
    public double score(INDArray param, int iteration, int epoch) {
        return gamma * param.norm1Number().doubleValue();
    }

    @Override
    public Regularization clone() {
        return this;
    }
}
