package io.github.dl4jsparse.layers.reparam;

/** Tells, once until it is over, that a mask has removed all weights of an array. */
final class EmptyMaskWarning {

    private boolean told;

    void check(int used, WeightPass pass) {
        if (used > 0) {
            told = false;
        } else if (pass.training() && !told) {
            told = true;
            pass.tell("the mask has removed all (" + pass.array().size()
                    + ") weights. Maybe the learning rate of the scores is too large?");
        }
    }
}
