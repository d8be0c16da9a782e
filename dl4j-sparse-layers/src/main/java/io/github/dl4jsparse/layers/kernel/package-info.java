/**
 * The arithmetic of truly sparse layers: a compressed pattern of connections and the three products of a training step.
 *
 * <ul>
 *   <li>{@link io.github.dl4jsparse.layers.kernel.CompressedPattern}: which connections a layer has, by output unit;
 *   <li>{@link io.github.dl4jsparse.layers.kernel.Rewiring}: a changed pattern and where each connection comes from;
 *   <li>{@link io.github.dl4jsparse.layers.kernel.SparseKernels}: the products on plain arrays, checked;
 *   <li>{@link io.github.dl4jsparse.layers.kernel.SparseProduct}: the products of one layer, from and to ND4J arrays;
 *   <li>{@link io.github.dl4jsparse.layers.kernel.ConvolutionProduct}: those of a two-dimensional convolution;
 *   <li>{@link io.github.dl4jsparse.layers.kernel.SparseLstmPass}: the passes of one LSTM over sequences;
 *   <li>{@link io.github.dl4jsparse.layers.kernel.KernelBackend} and {@link
 *       io.github.dl4jsparse.layers.kernel.KernelThreads}: which loops compute, and on how many threads;
 *   <li>{@link io.github.dl4jsparse.layers.kernel.HostMemory}: bulk copies between ND4J arrays and the Java heap.
 * </ul>
 *
 * <p>Activations are held feature-major: the values of one feature over the minibatch lie side by side, which on ND4J's
 * side is an {@code [batch, features]} array in 'f' order. Each sum has one fixed order, so results repeat bit for bit.
 */
package io.github.dl4jsparse.layers.kernel;
