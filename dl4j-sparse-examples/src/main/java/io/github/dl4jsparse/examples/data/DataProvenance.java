package io.github.dl4jsparse.examples.data;

/**
 * Which data a run has seen.
 *
 * @param name {@code mnist}, {@code glyph-digits} or {@code madelon}
 * @param trainExamples number of examples to learn from
 * @param testExamples number of examples to test on
 * @param sha256 64 hexadecimal digits over the content of both parts, the same whatever file form they were read from
 * @param origin where the data were found, for people
 */
public record DataProvenance(String name, int trainExamples, int testExamples, String sha256, String origin) {}
