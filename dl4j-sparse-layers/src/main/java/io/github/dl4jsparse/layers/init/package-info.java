/** Initial weights that know how many connections a unit really has. */
package io.github.dl4jsparse.layers.init;
