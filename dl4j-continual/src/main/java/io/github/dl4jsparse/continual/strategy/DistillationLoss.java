package io.github.dl4jsparse.continual.strategy;

import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Cross-entropy of labels, and of a teacher's softened answers: {@code L = -sum_c y_c log softmax(z)_c - lambda sum_k sum_{c in k}
 * softmax(v / T)_c log softmax(z / T)_c}, v the logits of the teacher, k groups of outputs. Hinton et al., <i>Distilling the Knowledge
 * in a Neural Network</i>, 2015, without their factor T^2.
 *
 * <p>For n outputs the labels have 4 n columns: y; 1 for the outputs that take part in the first softmax; v; the number of each
 * output's group, 0 for none. Labels of n columns are plain ones, all outputs take part and there is no teacher. The softmax belongs
 * to the loss: the layer's activation is not looked at.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class DistillationLoss implements ILossFunction {

    private static final long serialVersionUID = 1L;

    /** How many numbers the labels have for each output. */
    static final int BLOCKS = 4;

    private final double temperature;

    private final double weight;

    /**
     * The loss.
     *
     * @param temperature T, by which logits are divided before the softmax of both networks; positive
     * @param weight lambda, not negative
     * @throws DL4JInvalidConfigException if one is out of its range
     */
    @JsonCreator
    public DistillationLoss(@JsonProperty("temperature") double temperature, @JsonProperty("weight") double weight) {
        if (!(temperature > 0) || !(weight >= 0)) {
            throw new DL4JInvalidConfigException("The temperature (" + temperature
                    + ") must be positive and the weight (" + weight + ") of distillation not negative.");
        }
        this.temperature = temperature;
        this.weight = weight;
    }

    /**
     * By what logits are divided.
     *
     * @return T, positive
     */
    public double getTemperature() {
        return temperature;
    }

    /**
     * What the teacher's part counts.
     *
     * @return lambda, not negative
     */
    public double getWeight() {
        return weight;
    }

    /** Adds the gradient of one example by its logits to zeros, and gives the loss. */
    double example(double[] labels, double[] logits, double[] gradient) {
        int outputs = logits.length;
        boolean plain = labels.length == outputs;
        if (!plain && labels.length != BLOCKS * outputs) {
            throw new DL4JInvalidInputException("The labels have (" + labels.length + ") columns; for (" + outputs
                    + ") outputs they must have (" + outputs + ") or (" + BLOCKS * outputs + ").");
        }
        boolean[] members = new boolean[outputs];
        int groups = 0;
        for (int c = 0; c < outputs; c++) {
            members[c] = plain || labels[outputs + c] != 0;
            groups = plain ? 0 : Math.max(groups, (int) labels[3 * outputs + c]);
        }
        double[] logs = logSoftmax(logits, 0, members, 1);
        double loss = 0;
        for (int c = 0; c < outputs; c++) {
            if (members[c]) {
                loss -= labels[c] == 0 ? 0 : labels[c] * logs[c];
                gradient[c] += Math.exp(logs[c]) - labels[c];
            }
        }
        for (int group = 1; group <= groups; group++) {
            for (int c = 0; c < outputs; c++) {
                members[c] = labels[3 * outputs + c] == group;
            }
            double[] teacher = logSoftmax(labels, 2 * outputs, members, temperature);
            double[] student = logSoftmax(logits, 0, members, temperature);
            for (int c = 0; c < outputs; c++) {
                if (members[c]) {
                    loss -= weight * Math.exp(teacher[c]) * student[c];
                    gradient[c] += weight / temperature * (Math.exp(student[c]) - Math.exp(teacher[c]));
                }
            }
        }
        return loss;
    }

    private static double[] logSoftmax(double[] numbers, int from, boolean[] members, double divisor) {
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < members.length; c++) {
            most = members[c] ? Math.max(most, numbers[from + c] / divisor) : most;
        }
        double sum = 0;
        for (int c = 0; c < members.length; c++) {
            sum += members[c] ? Math.exp(numbers[from + c] / divisor - most) : 0;
        }
        double[] logs = new double[members.length];
        for (int c = 0; c < members.length; c++) {
            logs[c] = numbers[from + c] / divisor - most - Math.log(sum);
        }
        return logs;
    }

    private double[][] both(INDArray labels, INDArray preOutput, INDArray mask, double[] losses) {
        double[][] y = labels.toDoubleMatrix();
        double[][] z = preOutput.toDoubleMatrix();
        double[][] gradients = new double[z.length][z[0].length];
        for (int row = 0; row < z.length; row++) {
            losses[row] = example(y[row], z[row], gradients[row]);
            if (mask != null) {
                double share = share(mask, row);
                losses[row] = share == 0 ? 0 : share * losses[row];
                for (int c = 0; c < gradients[row].length; c++) {
                    gradients[row][c] = share == 0 ? 0 : share * gradients[row][c];
                }
            }
        }
        return gradients;
    }

    private static double share(INDArray mask, int row) {
        if (!mask.isColumnVectorOrScalar()) {
            throw new DL4JInvalidInputException(
                    "A mask of single outputs cannot be used with distillation. Mask whole" + " examples: one column.");
        }
        return mask.getDouble(row);
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask, boolean average) {
        double[] losses = new double[Math.toIntExact(preOutput.size(0))];
        both(labels, preOutput, mask, losses);
        return total(losses, average);
    }

    private static double total(double[] losses, boolean average) {
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return average ? sum / losses.length : sum;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        double[] losses = new double[Math.toIntExact(preOutput.size(0))];
        both(labels, preOutput, mask, losses);
        return Nd4j.createFromArray(losses).castTo(preOutput.dataType()).reshape('c', losses.length, 1);
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        return computeGradientAndScore(labels, preOutput, activationFn, mask, false)
                .getSecond();
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask, boolean average) {
        double[] losses = new double[Math.toIntExact(preOutput.size(0))];
        double[][] gradients = both(labels, preOutput, mask, losses);
        INDArray array = Nd4j.createFromArray(gradients).castTo(preOutput.dataType());
        return Pair.of(total(losses, average), array);
    }

    @Override
    public String name() {
        return toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistillationLoss loss && loss.temperature == temperature && loss.weight == weight;
    }

    @Override
    public int hashCode() {
        return Objects.hash(temperature, weight);
    }

    @Override
    public String toString() {
        return "DistillationLoss(temperature " + temperature + ", weight " + weight + ")";
    }
}
