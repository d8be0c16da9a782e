/** Looks into model files: what is connected in them, what that means in theory, and what can be measured. */
package io.github.dl4jsparse.examples.inspect;
