package io.github.dl4jsparse.layers.init;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;

/**
 * The singular values of a weight matrix in two numbers. A signal that passes a linear layer keeps its length in
 * every direction when all of them are 1.
 *
 * @param mean of all singular values
 * @param deviation their standard deviation, divided by their number
 */
public record SingularValues(double mean, double deviation) {

    /** Roots of the eigenvalues of the smaller Gram matrix. */
    static SingularValues ofGram(INDArray gram) {
        double[] squares = gram.length() == 1
                ? new double[] {gram.getDouble(0)}
                : Eigen.symmetricGeneralizedEigenvalues(gram.dup(), false).toDoubleVector();
        double sum = 0;
        double sumOfSquares = 0;
        for (double square : squares) {
            double value = Math.sqrt(Math.max(0, square));
            sum += value;
            sumOfSquares += value * value;
        }
        double mean = sum / squares.length;
        return new SingularValues(mean, Math.sqrt(Math.max(0, sumOfSquares / squares.length - mean * mean)));
    }
}
