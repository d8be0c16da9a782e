/** dl4j-sparse. */
package io.github.dl4jsparse.examples;
