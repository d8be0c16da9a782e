package io.github.dl4jsparse.layers.mask;

/** Thrown when a position is scored NaN or infinite: there is no order in which it could stand. */
public final class NonFiniteScoreException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    /**
     * A score that cannot be ranked.
     *
     * @param position the linear index of the position in C order
     * @param score its score
     */
    public NonFiniteScoreException(long position, double score) {
        super("The score (" + score + ") of position (" + position + ") is not finite."
                + " Maybe the loss has diverged: a lower learning rate or gradient clipping helps.");
    }
}
