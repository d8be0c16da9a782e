package io.github.dl4jsparse.examples.run;

/**
 * One setting of a layer method.
 *
 * @param name how it is asked for
 * @param usual its value where none is named
 * @param meaning what it says, in a few words
 */
public record LayerOption(String name, String usual, String meaning) {}
