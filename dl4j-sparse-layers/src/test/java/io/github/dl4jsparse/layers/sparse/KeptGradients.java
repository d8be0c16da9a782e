package io.github.dl4jsparse.layers.sparse;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies the gradients of a first recurrent layer's weights before the updater works on them. */
final class KeptGradients extends BaseTrainingListener {

    private final INDArray[] copies;

    KeptGradients(INDArray[] copies) {
        this.copies = copies;
    }

    @Override
    public void onGradientCalculation(Model model) {
        copies[0] = model.gradient().getGradientFor("0_W").detach().dup();
        copies[1] = model.gradient().getGradientFor("0_RW").detach().dup();
    }
}
