/** Sequences of tasks made of a data set: split by class, permuted, rotated, or made up. */
package io.github.dl4jsparse.continual.stream;
