/**
 * The command line {@code dl4j-sparse}: {@link io.github.dl4jsparse.examples.cli.Main} and one class for each command.
 * What was asked for goes to standard output, progress and errors to standard error.
 */
package io.github.dl4jsparse.examples.cli;
