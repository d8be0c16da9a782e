/** What is remembered of tasks: masks, parameters of their own, examples; and the guard that keeps bits through training. */
package io.github.dl4jsparse.continual.store;
