package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.factory.Nd4j;

/** What an {@link EffectiveWeight} knows of a pass beside the block in hand: the mode, extras as a whole, random numbers. */
public final class WeightPass {

    private final WeightArray array;
    private final List<ExtraParameter> specs;
    private final NumberBlocks stored;
    private final long weightsAt;
    private final long[] extrasAt;
    private final double[][] extras;
    private final double[][] gradients;
    private final double[] block = new double[NumberBlocks.SIZE];
    private final Consumer<ReparameterizationEvent> events;
    private boolean training;
    private double penaltyScale;
    private int iteration;
    private int epoch;
    private boolean denseGradient;

    WeightPass(
            WeightArray array,
            List<ExtraParameter> specs,
            NumberBlocks stored,
            long weightsAt,
            long[] extrasAt,
            Consumer<ReparameterizationEvent> events) {
        this.array = array;
        this.specs = specs;
        this.stored = stored;
        this.weightsAt = weightsAt;
        this.extrasAt = extrasAt;
        this.events = events;
        this.extras = new double[specs.size()][];
        this.gradients = new double[specs.size()][];
        for (int extra = 0; extra < extras.length; extra++) {
            if (!specs.get(extra).perWeight()) {
                extras[extra] = new double[specs.get(extra).size()];
                gradients[extra] = new double[extras[extra].length];
            }
        }
    }

    void enter(boolean isTraining, double scale, int atIteration, int atEpoch) {
        training = isTraining;
        penaltyScale = scale;
        iteration = atIteration;
        epoch = atEpoch;
    }

    /** Reads the extras that are seen as a whole, and zeroes their gradients. */
    void load() {
        for (int extra = 0; extra < extras.length; extra++) {
            if (extras[extra] != null) {
                readAll(extra, extras[extra]);
                Arrays.fill(gradients[extra], 0);
            }
        }
    }

    /**
     * The weight array.
     *
     * @return its sizes
     */
    public WeightArray array() {
        return array;
    }

    /**
     * Whether the network trains; else it infers.
     *
     * @return true in a training pass
     */
    public boolean training() {
        return training;
    }

    /**
     * Whether somebody is going to choose among all gradients of the weights in this backward pass, and to remove those of unused
     * ones afterwards: a fixed mask is not applied to them then.
     *
     * @return false unless asked for
     */
    public boolean denseGradient() {
        return denseGradient;
    }

    void setDenseGradient(boolean wanted) {
        denseGradient = wanted;
    }

    /**
     * The network's iteration, from 0.
     *
     * @return iterations done before this one
     */
    public int iteration() {
        return iteration;
    }

    /**
     * The network's epoch, from 0.
     *
     * @return epochs done before this one
     */
    public int epoch() {
        return epoch;
    }

    /**
     * What a penalty's gradient is multiplied by: the minibatch size, since the updater divides gradients by it, or 1 where the
     * network is told not to divide. A graph does not tell its layers the minibatch size: there it is the first axis of the
     * layer's input, which is longer behind {@code RnnToFeedForwardPreProcessor}, {@code RnnToCnnPreProcessor} and {@code
     * StackVertex}. Layers around such as {@code TimeDistributed} go inside of the {@link ReparameterizedLayer}, and leave it.
     *
     * @return at least 1
     */
    public double penaltyScale() {
        return penaltyScale;
    }

    /**
     * An extra that is seen as a whole.
     *
     * @param extra its place among the extras
     * @return its numbers; changes count after {@link #store}
     */
    public double[] extra(int extra) {
        return extras[extra];
    }

    /**
     * The gradient of an extra that is seen as a whole, zero when a backward pass begins.
     *
     * @param extra its place among the extras
     * @return the numbers, to be added to
     */
    public double[] extraGradient(int extra) {
        return gradients[extra];
    }

    /**
     * Writes what was changed in {@link #extra} to the parameter.
     *
     * @param extra its place among the extras
     */
    public void store(int extra) {
        writeAll(extra, extras[extra]);
    }

    /**
     * Reads all numbers of any extra.
     *
     * @param extra its place among the extras
     * @param to out: as long as the extra
     */
    public void readAll(int extra, double[] to) {
        readAll(extrasAt[extra], to);
    }

    /**
     * Writes all numbers of any extra.
     *
     * @param extra its place among the extras
     * @param from in: as long as the extra
     */
    public void writeAll(int extra, double[] from) {
        for (int at = 0; at < from.length; at += block.length) {
            int count = Math.min(block.length, from.length - at);
            System.arraycopy(from, at, block, 0, count);
            stored.write(block, extrasAt[extra] + at, count);
        }
    }

    /**
     * Reads all stored weights.
     *
     * @param to out: as long as the array
     * @throws IllegalStateException if they are replaced
     */
    public void readWeights(double[] to) {
        if (weightsAt < 0) {
            throw new IllegalStateException("The weights of (" + array.name() + ") are replaced.");
        }
        readAll(weightsAt, to);
    }

    private void readAll(long start, double[] to) {
        for (int at = 0; at < to.length; at += block.length) {
            int count = Math.min(block.length, to.length - at);
            stored.read(start + at, block, count);
            System.arraycopy(block, 0, to, at, count);
        }
    }

    /**
     * A stream of random numbers for this pass, seeded by ND4J's generator of the thread, as dropout is: a run that is saved
     * together with that generator's state and continued draws the same numbers.
     *
     * @return a new stream
     */
    public RandomStream random() {
        return RandomStream.of(Nd4j.getRandom().nextLong(), "effective weights");
    }

    /**
     * Tells the network's listeners of something that the user should know.
     *
     * @param what one sentence, with values in parentheses
     */
    public void tell(String what) {
        events.accept(new ReparameterizationEvent(array.name(), iteration, what));
    }

    /** How many extras there are. */
    int extras() {
        return specs.size();
    }
}
