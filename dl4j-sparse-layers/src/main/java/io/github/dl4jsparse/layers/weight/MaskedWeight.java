package io.github.dl4jsparse.layers.weight;

import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.PositionSet;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.function.LongToDoubleFunction;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/**
 * A mask over DL4J's own dense array: works on every layer of every network, while the kernels stay dense.
 *
 * <p>The gradient of inactive positions is removed before the updater and +0.0 is written to them after it, so that
 * neither momentum, weight decay nor noise leaks in. Over an ordinary layer the mask is not among the network's parameters: who
 * opens the weight keeps it. A layer that carries its mask ({@link MaskCarrier}) is told each change of it.
 */
public final class MaskedWeight implements SparseWeight {

    private final NetworkView network;
    private final ArraySite site;
    private final CarriedMask carried;
    private Mask mask;
    private long[] activeInMemory;
    private boolean gradientRequested;
    private FlatArray gradient;

    /** Opens the weight. The layer's own mask, if it has one, is written with {@link #enforce} or {@link #hold}. */
    MaskedWeight(NetworkView network, ArraySite site, CarriedMask carried, Mask mask) {
        this.network = network;
        this.site = site;
        this.carried = carried;
        setMask(mask);
    }

    /** The same bits in the order of memory, in which every iteration runs over the array. */
    private void setMask(Mask changed) {
        long[] words = new long[Math.toIntExact((site.size() + 63) >>> 6)];
        changed.forEach(position -> {
            long local = site.local(position);
            words[(int) (local >>> 6)] |= 1L << local;
        });
        mask = changed;
        activeInMemory = words;
    }

    @Override
    public WeightShape shape() {
        return site.shape();
    }

    @Override
    public Mask active() {
        return mask;
    }

    @Override
    public boolean resizable() {
        return true;
    }

    @Override
    public void forEachActive(PositionVisitor visitor) {
        FlatArray params = FlatArray.of(network.params());
        mask.forEach(position -> visitor.visit(position, params.get(site.start() + site.local(position))));
    }

    @Override
    public void assign(LongToDoubleFunction values) {
        FlatArray params = FlatArray.of(network.params());
        mask.forEach(position -> params.set(site.start() + site.local(position), values.applyAsDouble(position)));
    }

    @Override
    public void requestGradient() {
        gradientRequested = true;
        if (carried != null) {
            carried.requestGradient(true);
        }
    }

    @Override
    public void requestActiveGradient() {
        gradientRequested = true;
    }

    @Override
    public void forEachActiveGradient(GradientVisitor visitor) {
        FlatArray params = FlatArray.of(network.params());
        FlatArray kept = kept();
        mask.forEach(position -> visitor.visit(
                position, params.get(site.start() + site.local(position)), kept.get(site.local(position))));
    }

    private FlatArray kept() {
        if (gradient == null) {
            throw new ND4JIllegalStateException("No gradient of the weight (" + name() + ") was kept."
                    + " It must be requested before the backward pass.");
        }
        return gradient;
    }

    @Override
    public void forEachGradient(PositionSet except, PositionVisitor visitor) {
        FlatArray kept = kept();
        Mask left = except instanceof Mask m ? m : Mask.ofActive(site.dims(), except.toArray());
        left.forEachInactive(position -> visitor.visit(position, kept.get(site.local(position))));
    }

    @Override
    public void releaseGradient() {
        gradient = null;
        gradientRequested = false;
        if (carried != null) {
            carried.requestGradient(false);
        }
    }

    @Override
    public void afterGradient() {
        FlatArray gradients = FlatArray.of(network.gradients());
        gradient = gradientRequested ? gradients.copy(site.start(), Math.toIntExact(site.size())) : null;
        gradientRequested = false;
        zeroInactive(gradients);
    }

    @Override
    public void afterStep() {
        zeroInactive(FlatArray.of(network.params()));
    }

    private void zeroInactive(FlatArray flat) {
        for (int w = 0; w < activeInMemory.length; w++) {
            long first = site.start() + ((long) w << 6);
            long last = Math.min(first + 64, site.start() + site.size());
            if (activeInMemory[w] == 0) {
                flat.zero(first, last);
            } else {
                long beyond = last - first == 64 ? 0 : -1L << (last - first);
                for (long rest = ~(activeInMemory[w] | beyond); rest != 0; rest &= rest - 1) {
                    flat.set(first + Long.numberOfTrailingZeros(rest), 0);
                }
            }
        }
    }

    @Override
    public void rewire(long[] drop, long[] grow, double[] values) {
        if (values.length != grow.length) {
            throw new IllegalArgumentException("There must be a value for each of the (" + grow.length
                    + ") positions, not (" + values.length + ").");
        }
        Mask kept = mask.minus(drop);
        Mask changed = kept.plus(grow);
        FlatArray params = FlatArray.of(network.params());
        OptimizerSlots slots = OptimizerSlots.of(network, site.start(), site.start() + site.size(), shape().layer());
        for (long position : drop) {
            if (!changed.contains(position)) {
                write(position, 0, params, slots);
                tell(params, position, false);
            }
        }
        for (int i = 0; i < grow.length; i++) {
            if (!mask.contains(grow[i])) {
                write(grow[i], values[i], params, slots);
                tell(params, grow[i], true);
            }
        }
        setMask(changed);
    }

    private void write(long position, double value, FlatArray params, OptimizerSlots slots) {
        long index = site.start() + site.local(position);
        params.set(index, value);
        slots.renew(index);
    }

    private void tell(FlatArray params, long position, boolean active) {
        if (carried != null) {
            carried.set(params, position, active);
        }
    }

    /** Puts the mask on: what is inactive becomes +0.0 and loses its optimiser state. */
    void enforce() {
        OptimizerSlots slots = OptimizerSlots.of(network, site.start(), site.start() + site.size(), shape().layer());
        mask.forEachInactive(position -> slots.renew(site.start() + site.local(position)));
        hold();
    }

    /** Puts the mask on without a change of the optimiser state. */
    void hold() {
        if (carried != null) {
            carried.write(FlatArray.of(network.params()), mask);
        }
        afterStep();
    }
}
