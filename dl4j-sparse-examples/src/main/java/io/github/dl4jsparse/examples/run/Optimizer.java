package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.layers.updater.Smet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * DL4J's updaters that take a schedule of learning rates, with their other values at DL4J's defaults. AdaGrad is left out:
 * its copies lose the schedule in DL4J 1.0.0-M2.1.
 */
public enum Optimizer {
    /** Plain stochastic gradient descent. */
    SGD(0.05),
    /** Momentum 0.9 in Nesterov's form. */
    NESTEROVS(0.05),
    /** Adam. */
    ADAM(0.001),
    /** AMSGrad. */
    AMSGRAD(0.001),
    /** AdaMax. */
    ADAMAX(0.001),
    /** Adam with Nesterov's momentum. */
    NADAM(0.001),
    /** RMSProp. */
    RMSPROP(0.001),
    /**
     * RMSProp as PyTorch has it: decay 0.99, and means of squares that begin at nothing. In DL4J they begin at epsilon, 1e-8,
     * which for gradients far below 1e-4 is a much smaller rate for hundreds of steps.
     */
    RMSPROP_99(0.001),
    /** Adam with an age for each connection, as the method SMET needs it. */
    SMET(0.001);

    private static final double MOMENTUM = 0.9;
    private static final double PYTORCH_DECAY = 0.99;
    private static final double ALMOST_NOTHING = 1e-16;

    private final double usualRate;

    Optimizer(double usualRate) {
        this.usualRate = usualRate;
    }

    /**
     * The learning rate of a run that names none.
     *
     * @return a positive number
     */
    public double usualRate() {
        return usualRate;
    }

    IUpdater updater(ISchedule rate) {
        return switch (this) {
            case SGD -> new Sgd(rate);
            case NESTEROVS -> new Nesterovs(rate, MOMENTUM);
            case ADAM -> new Adam(rate);
            case AMSGRAD -> new AMSGrad(rate);
            case ADAMAX -> new AdaMax(rate);
            case NADAM -> new Nadam(rate);
            case RMSPROP -> new RmsProp(rate);
            case RMSPROP_99 ->
                RmsProp.builder()
                        .learningRateSchedule(rate)
                        .rmsDecay(PYTORCH_DECAY)
                        .epsilon(ALMOST_NOTHING)
                        .build();
            case SMET -> new Smet(rate);
        };
    }
}
