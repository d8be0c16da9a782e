package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.PositionVisitor;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** The exponential mean of another score over the steps, of each connection since it exists. */
final class RunningScore implements DropScore, MethodPart {

    private final DropScore score;
    private final double decay;
    private final Map<String, ConnectionNumbers> means = new LinkedHashMap<>();

    RunningScore(DropScore score, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new DL4JInvalidConfigException("The decay (" + decay + ") of a running mean must be in [0, 1).");
        }
        if (!score.parts().isEmpty()) {
            throw new DL4JInvalidConfigException("The score (" + score
                    + ") is more than a function of a weight and its gradient, of which there could be"
                    + " a running mean.");
        }
        this.score = score;
        this.decay = decay;
    }

    @Override
    public double of(double value, double gradient) {
        return score.of(value, gradient);
    }

    @Override
    public boolean needsGradient() {
        return score.needsGradient();
    }

    @Override
    public List<MethodPart> parts() {
        return List.of(this);
    }

    @Override
    public boolean needsEveryActiveGradient() {
        return score.needsGradient();
    }

    @Override
    public void check(NetworkView view, List<WeightShape> shapes) {
        OneNetwork.check(this, !means.isEmpty());
    }

    @Override
    public void afterStep(List<SparseWeight> weights, long step) {
        for (SparseWeight weight : weights) {
            ConnectionNumbers mean = means.computeIfAbsent(weight.name(), name -> ConnectionNumbers.of(weight));
            if (score.needsGradient()) {
                weight.forEachActiveGradient(
                        (position, value, gradient) -> add(mean, weight, position, score.of(value, gradient)));
            } else {
                weight.forEachActive((position, value) -> add(mean, weight, position, score.of(value, 0)));
            }
        }
    }

    private void add(ConnectionNumbers mean, SparseWeight weight, long position, double now) {
        double before = mean.get(position);
        mean.set(weight, position, Double.isNaN(before) ? now : decay * before + (1 - decay) * now);
    }

    @Override
    public void forEach(LayerUpdate update, PositionVisitor visitor) {
        ConnectionNumbers mean = means.get(update.weight().name());
        if (mean == null) {
            throw new IllegalStateException(
                    "No step has been seen of (" + update.weight().name() + ").");
        }
        update.forEachActive((position, value) -> visitor.visit(position, mean.get(position)));
    }

    @Override
    public void writeState(DataOutput out) throws IOException {
        out.writeInt(means.size());
        for (Map.Entry<String, ConnectionNumbers> mean : means.entrySet()) {
            out.writeUTF(mean.getKey());
            mean.getValue().writeTo(out);
        }
    }

    @Override
    public void readState(DataInput in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            means.put(in.readUTF(), ConnectionNumbers.readFrom(in));
        }
    }

    @Override
    public String toString() {
        return "mean " + decay + " of " + score;
    }
}
