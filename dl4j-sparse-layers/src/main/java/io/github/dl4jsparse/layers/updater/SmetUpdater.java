package io.github.dl4jsparse.layers.updater;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;

/** {@link Smet} at work on one block of parameters: all first moments, then all second ones, then all ages. */
final class SmetUpdater implements GradientUpdater<Smet> {

    /** m, v, age. */
    static final int SLOTS = 3;

    private static final String FIRST = "M";
    private static final String SECOND = "V";
    private static final String AGE = "AGE";

    private final Smet config;
    private final BiasCorrection firstCorrection;
    private final BiasCorrection secondCorrection;
    private final Map<String, INDArray> state = new LinkedHashMap<>();
    private Numbers first;
    private Numbers second;
    private Numbers age;

    SmetUpdater(Smet config) {
        this.config = config;
        firstCorrection = new BiasCorrection(config.getBeta1());
        secondCorrection = new BiasCorrection(config.getBeta2());
    }

    @Override
    public Smet getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> stateMap, boolean initialize) {
        for (String slot : new String[] {FIRST, SECOND, AGE}) {
            INDArray array = stateMap.get(slot);
            if (array == null || stateMap.size() != SLOTS) {
                throw new IllegalArgumentException("The state of Smet must be of (" + FIRST + ", " + SECOND + ", " + AGE
                        + "), not of " + stateMap.keySet() + ".");
            }
            if (initialize) {
                array.assign(0);
            }
            state.put(slot, array);
        }
        first = Numbers.of(state.get(FIRST));
        second = Numbers.of(state.get(SECOND));
        age = Numbers.of(state.get(AGE));
    }

    @Override
    public Map<String, INDArray> getState() {
        return new LinkedHashMap<>(state);
    }

    @Override
    public void setStateViewArray(INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
        INDArray flat = viewArray.reshape(viewArray.length());
        long length = flat.length() / SLOTS;
        Map<String, INDArray> views = new LinkedHashMap<>();
        views.put(FIRST, flat.get(NDArrayIndex.interval(0, length)));
        views.put(SECOND, flat.get(NDArrayIndex.interval(length, 2 * length)));
        views.put(AGE, flat.get(NDArrayIndex.interval(2 * length, SLOTS * length)));
        setState(views, initialize);
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        if (first == null) {
            throw new IllegalStateException("The updater Smet has no state yet.");
        }
        double rate = config.getLearningRate(iteration, epoch) / config.getDensity();
        double beta1 = config.getBeta1();
        double beta2 = config.getBeta2();
        Numbers updates = Numbers.of(gradient);
        for (long i = 0; i < updates.length(); i++) {
            double g = updates.get(i);
            double tau = age.get(i) + 1;
            double ramp = tau < config.getWarmUp() ? tau / config.getWarmUp() : 1;
            double m = beta1 * first.get(i) + (1 - beta1) * g;
            double v = beta2 * second.get(i) + (1 - beta2) * g * g;
            if (config.isDampMoment()) {
                m *= ramp;
                ramp = 1;
            }
            first.set(i, m);
            second.set(i, v);
            age.set(i, tau);
            double scale = Math.sqrt(v / secondCorrection.at(tau)) + config.getEpsilon();
            updates.set(i, rate * ramp * (m / firstCorrection.at(tau)) / scale);
        }
    }
}
