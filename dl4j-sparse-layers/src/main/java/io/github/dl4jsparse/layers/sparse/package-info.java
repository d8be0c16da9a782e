/**
 * Truly sparse layers: time and memory go with the number of connections, not with the size of the weight matrix.
 *
 * <p>{@link io.github.dl4jsparse.layers.sparse.SparseDenseLayer} is the configuration that takes the place of DL4J's
 * {@code DenseLayer}, {@link io.github.dl4jsparse.layers.sparse.SparseOutputLayer} of its {@code OutputLayer}, {@link
 * io.github.dl4jsparse.layers.sparse.SparseConvolutionLayer} of its {@code ConvolutionLayer}; {@link
 * io.github.dl4jsparse.layers.sparse.SparseDense}, {@link io.github.dl4jsparse.layers.sparse.SparseOutput} and {@link
 * io.github.dl4jsparse.layers.sparse.SparseConvolution} are what they become in a network, and {@link
 * io.github.dl4jsparse.layers.sparse.SparseParamInitializer} knows their parameters. {@link
 * io.github.dl4jsparse.layers.sparse.SparseLstm} takes the place of DL4J's {@code LSTM}; it becomes {@link
 * io.github.dl4jsparse.layers.sparse.SparseLstmCells}, with the parameters of {@link
 * io.github.dl4jsparse.layers.sparse.SparseLstmParamInitializer}. Use these layers where speed and memory
 * matter and the number of connections stays the same; to make an existing network sparse, or to change the number of
 * connections while it trains, put masks over ordinary layers.
 *
 * <p>An autoencoder needs no layer of its own: one truly sparse layer encodes, another one decodes, and a {@code
 * LossLayer} with the squared error takes the input as its label.
 *
 * <pre>{@code
 * list.layer(new SparseDenseLayer.Builder().nIn(784).nOut(64).sparsity(0.9).activation(Activation.TANH).build())
 *     .layer(new SparseDenseLayer.Builder().nIn(64).nOut(784).sparsity(0.9).activation(Activation.SIGMOID).build())
 *     .layer(new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build())
 * ...
 * net.fit(inputs, inputs);
 * }</pre>
 */
package io.github.dl4jsparse.layers.sparse;
