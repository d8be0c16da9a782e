package io.github.dl4jsparse.examples.bench;

/**
 * Something whose time is compared with that of others.
 *
 * @param name of what runs
 * @param threads of ND4J while it runs, positive
 * @param call one step
 */
public record Contender(String name, int threads, Runnable call) {}
