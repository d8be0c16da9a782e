/** Ways to learn one task after the other, a file each. */
package io.github.dl4jsparse.continual.strategy;
