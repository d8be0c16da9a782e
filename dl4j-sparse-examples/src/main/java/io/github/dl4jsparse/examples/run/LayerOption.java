package io.github.dl4jsparse.examples.run;

/**
 * One setting of a layer method, or of a strategy of continual learning.
 *
 * @param name how it is asked for
 * @param usual its value where none is named
 * @param meaning what it says, in a few words
 */
public record LayerOption(String name, String usual, String meaning) {}
