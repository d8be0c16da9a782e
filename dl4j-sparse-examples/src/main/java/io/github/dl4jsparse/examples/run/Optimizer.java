package io.github.dl4jsparse.examples.run;

import java.util.function.Function;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/** DL4J's updaters that take a learning rate, with their other values at DL4J's defaults. */
public enum Optimizer {
    /** Plain stochastic gradient descent. */
    SGD(0.05, Sgd::new),
    /** Momentum 0.9 in Nesterov's form. */
    NESTEROVS(0.05, rate -> new Nesterovs(rate, 0.9)),
    /** Adam. */
    ADAM(0.001, Adam::new),
    /** AMSGrad. */
    AMSGRAD(0.001, AMSGrad::new),
    /** AdaMax. */
    ADAMAX(0.001, AdaMax::new),
    /** Adam with Nesterov's momentum. */
    NADAM(0.001, Nadam::new),
    /** AdaGrad. */
    ADAGRAD(0.01, AdaGrad::new),
    /** RMSProp. */
    RMSPROP(0.001, RmsProp::new);

    private final double usualRate;
    private final Function<ISchedule, IUpdater> factory;

    Optimizer(double usualRate, Function<ISchedule, IUpdater> factory) {
        this.usualRate = usualRate;
        this.factory = factory;
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
        return factory.apply(rate);
    }
}
