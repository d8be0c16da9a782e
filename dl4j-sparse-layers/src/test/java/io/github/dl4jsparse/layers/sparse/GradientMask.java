package io.github.dl4jsparse.layers.sparse;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Keeps the places of a first recurrent layer's weights zero that have no connection. */
final class GradientMask extends BaseTrainingListener {

    private final INDArray w;
    private final INDArray rw;

    GradientMask(INDArray w, INDArray rw) {
        this.w = w;
        this.rw = rw;
    }

    @Override
    public void onGradientCalculation(Model model) {
        model.gradient().getGradientFor("0_W").muli(w);
        model.gradient().getGradientFor("0_RW").muli(rw);
    }
}
