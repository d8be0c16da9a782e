package io.github.dl4jsparse.layers.sparse;

import io.github.dl4jsparse.layers.kernel.HostMemory;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * Multi-class cross entropy of a softmax, loss and gradient in one pass: {@code p = softmax(z)}, {@code L = -sum y log p},
 * {@code dL/dz = p - y}. As in ND4J, {@code p} is kept within {@code [clip, 1 - clip]} under the logarithm.
 */
final class SoftmaxCrossEntropy {

    private final double clip;
    private double[] z = {};
    private double[] y = {};
    private float[] copied = {};

    private SoftmaxCrossEntropy(double clip) {
        this.clip = clip;
    }

    /** The loss of these two, or null if it is another or has weights. */
    static SoftmaxCrossEntropy of(ILossFunction loss, IActivation activation) {
        boolean known = loss.getClass() == LossMCXENT.class || loss.getClass() == LossNegativeLogLikelihood.class;
        return known && activation instanceof ActivationSoftmax && ((LossMCXENT) loss).getWeights() == null
                ? new SoftmaxCrossEntropy(((LossMCXENT) loss).getSoftmaxClipEps())
                : null;
    }

    /**
     * Turns pre-activations into the gradient.
     *
     * @param labels in: {@code [batch, classes]}, of any type and order
     * @param preActivation in, out: {@code [batch, classes]} in 'f' order, contiguous
     * @return the loss, the sum over the examples
     */
    double gradient(INDArray labels, INDArray preActivation) {
        int classes = (int) preActivation.size(1);
        int batch = (int) preActivation.size(0);
        if (z.length != classes * batch) {
            z = new double[classes * batch];
            y = new double[classes * batch];
            copied = preActivation.dataType() == DataType.FLOAT ? new float[classes * batch] : copied;
        }
        boolean byExample = labels.stride(1) == 1 && labels.stride(0) == classes;
        boolean inPlace = labels.dataType() == preActivation.dataType()
                && (byExample || (labels.stride(0) == 1 && labels.stride(1) == batch));
        read(preActivation, z);
        read(inPlace ? labels : labels.castTo(preActivation.dataType()).dup('f'), y);
        int toExample = inPlace && byExample ? classes : 1;
        int toClass = inPlace && byExample ? 1 : batch;
        double loss = 0;
        for (int e = 0; e < batch; e++) {
            loss += gradient(e, batch, e * toExample, toClass);
        }
        write(preActivation);
        return loss;
    }

    /** One example, whose pre-activations begin at {@code at} and lie {@code step} apart, labels likewise. */
    private double gradient(int at, int step, int labelAt, int labelStep) {
        int end = at + z.length / step * step;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = at; k < end; k += step) {
            largest = Math.max(largest, z[k]);
        }
        double sum = 0;
        for (int k = at; k < end; k += step) {
            z[k] = Math.exp(z[k] - largest);
            sum += z[k];
        }
        double loss = 0;
        int label = labelAt;
        for (int k = at; k < end; k += step) {
            double p = z[k] / sum;
            loss -= y[label] == 0 ? p * 0 : y[label] * Math.log(Math.min(1 - clip, Math.max(clip, p)));
            z[k] = p - y[label];
            label += labelStep;
        }
        return loss;
    }

    private void read(INDArray matrix, double[] to) {
        if (matrix.dataType() == DataType.FLOAT) {
            HostMemory.read(matrix, copied);
            for (int k = 0; k < to.length; k++) {
                to[k] = copied[k];
            }
        } else {
            HostMemory.read(matrix, to);
        }
    }

    private void write(INDArray matrix) {
        if (matrix.dataType() == DataType.FLOAT) {
            for (int k = 0; k < z.length; k++) {
                copied[k] = (float) z[k];
            }
            HostMemory.write(copied, matrix);
        } else {
            HostMemory.write(z, matrix);
        }
    }
}
