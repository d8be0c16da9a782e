/**
 * Updaters for networks whose connections come and go: {@link io.github.dl4jsparse.layers.updater.Smet} is Adam with
 * an age for each connection. They are configured as DL4J's own, {@code .updater(new Smet(1e-3))}, and work on every
 * layer.
 */
package io.github.dl4jsparse.layers.updater;
