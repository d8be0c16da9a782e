/**
 * Proximal steps as DL4J regularisations, for penalties that make parameters exactly zero. DL4J's updaters do the rest: momentum,
 * learning rate, state that is saved.
 */
package io.github.dl4jsparse.layers.proximal;
