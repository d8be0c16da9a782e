package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.init.IsometryReport;
import io.github.dl4jsparse.layers.init.LayerwiseIsometry;
import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.List;
import java.util.function.Consumer;

/** Moves the first weights of a run towards isometry, once its masks are drawn. */
record IsometricStart(LayerwiseIsometry isometry, Consumer<List<IsometryReport>> reports) implements MethodPart {

    @Override
    public void check(NetworkView network, List<WeightShape> weights) {
        isometry.check(weights);
    }

    @Override
    public boolean setsFirstWeights() {
        return true;
    }

    @Override
    public void begin(List<SparseWeight> weights) {
        reports.accept(isometry.apply(weights));
    }

    @Override
    public String toString() {
        return "isometric start";
    }
}
