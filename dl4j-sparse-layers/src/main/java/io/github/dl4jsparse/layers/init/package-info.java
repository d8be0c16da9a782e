/**
 * Initial weights for sparse layers: drawn by the number of connections that a unit really has, or moved so that
 * signals keep their length ({@link io.github.dl4jsparse.layers.init.LayerwiseIsometry}).
 */
package io.github.dl4jsparse.layers.init;
