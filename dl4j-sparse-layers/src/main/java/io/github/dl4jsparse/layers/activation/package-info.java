/** Activation functions that DL4J has not. */
package io.github.dl4jsparse.layers.activation;
