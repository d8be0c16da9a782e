/** Which task is this? Ways to find out at inference, when nobody says. */
package io.github.dl4jsparse.continual.inference;
