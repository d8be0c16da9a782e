package io.github.dl4jsparse.examples.report;

/**
 * On what a run was made.
 *
 * @param version of this library
 * @param jdk version and vendor of the Java machine
 * @param os name, version and architecture of the operating system
 * @param cpu its name and the number of processors that are available
 * @param backend of ND4J, with its BLAS and its threads
 * @param command the command line
 */
public record Provenance(String version, String jdk, String os, String cpu, String backend, String command) {}
