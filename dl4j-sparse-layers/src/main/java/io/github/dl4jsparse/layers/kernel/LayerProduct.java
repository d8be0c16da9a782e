package io.github.dl4jsparse.layers.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The products of one sparse layer, from and to ND4J arrays, with the heap memory they need.
 *
 * <p>A training step is {@link #load}, {@link #forward}, {@link #output}, {@link #backward}, {@link #inputGradient}, in this
 * order: input and output of the step stay on the heap in between. Inference is {@link #load} and {@link #infer}. The memory
 * is kept from step to step. One thread at a time; {@link KernelThreads} share the work.
 */
public interface LayerProduct {

    /**
     * Sets the activation that the products apply themselves.
     *
     * @param elementwise the activation, or null if they end with the pre-activation
     */
    void activation(ElementwiseActivation elementwise);

    /**
     * The activation that the products apply themselves.
     *
     * @return the activation, or null if they end with the pre-activation
     */
    ElementwiseActivation activation();

    /**
     * Copies the parameters to the heap.
     *
     * @param values in: one for each connection, contiguous
     * @param biases in: one for each output unit, contiguous; null for none
     */
    void load(INDArray values, INDArray biases);

    /**
     * Output without memory of it: blocks of examples pass through a buffer.
     *
     * @param x in: the input, any strides
     * @param a out: the activation if the products apply it, else the pre-activation; in the order of {@link #output}
     */
    void infer(INDArray x, INDArray a);

    /**
     * Output of a training step, kept on the heap together with its input.
     *
     * @param x in: the input, any strides
     */
    void forward(INDArray x);

    /**
     * Copies the output of the last {@link #forward}: the activation if the products apply it, else the pre-activation.
     *
     * @param a out: the output
     */
    void output(INDArray a);

    /**
     * Gradients of the parameters, sums over all that the minibatch has of each.
     *
     * @param epsilon in: gradient of the output (of the activation if the products apply it, else of the
     *     pre-activation), any strides
     * @param values out: one for each connection, contiguous
     * @param biases out: one for each output unit, contiguous; null for none
     */
    void backward(INDArray epsilon, INDArray values, INDArray biases);

    /**
     * Copies the gradient of the pre-activation, after {@link #backward}.
     *
     * @param dz out: in the shape and order of the output
     */
    void preActivationGradient(INDArray dz);

    /**
     * Gradient of the input, after {@link #backward}. The input is gone afterwards.
     *
     * @param dx out: in the shape of the input and the order of the output
     */
    void inputGradient(INDArray dx);
}
