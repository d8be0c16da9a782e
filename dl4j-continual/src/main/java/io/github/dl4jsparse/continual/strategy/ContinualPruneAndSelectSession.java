package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Phase;
import io.github.dl4jsparse.continual.store.SharedWeights;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.FlatArray;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Prune-and-select at work. Between tasks the network holds all weights: learnt ones, and the first values of the others. */
final class ContinualPruneAndSelectSession extends MaskedSession {

    private final ContinualPruneAndSelect settings;
    private final SharedWeights weights;
    private final BitSet prunedBiases = new BitSet();
    private MaskSet present;
    private INDArray stored;
    private int pruned;

    ContinualPruneAndSelectSession(ContinualPruneAndSelect settings, Learning learning) {
        super(learning, TaskParameters.besideHiddenWeights(learning.plain()).names(), head(learning));
        this.settings = settings;
        this.weights = new SharedWeights(learning.network());
        if (weights.sites().isEmpty()) {
            throw new DL4JInvalidConfigException("The strategy (" + settings.name()
                    + ") prunes the weights of hidden layers, and the network has none that can be masked.");
        }
        weights.sites().values().forEach(this::check);
    }

    private void check(ArraySite site) {
        Layer layer =
                learning.network().layers().get(site.shape().layer()).conf().getLayer();
        if (!(layer instanceof DenseLayer) && !layer.getClass().equals(ConvolutionLayer.class)) {
            throw new DL4JInvalidConfigException("Layer (" + site.shape().layer() + ") is a ("
                    + layer.getClass().getSimpleName() + "). The strategy (" + settings.name()
                    + ") prunes DenseLayer and ConvolutionLayer; PackNet and others take further kinds.");
        }
    }

    @Override
    public List<Phase> phases(int epochs) {
        List<Phase> phases = new ArrayList<>(List.of(Phase.of("train", epochs)));
        for (int i = 1; i <= settings.iterations; i++) {
            Phase retrain = Phase.of("retrain " + i, settings.retrainEpochs);
            phases.add(
                    settings.retrainLearningRate == null
                            ? retrain
                            : retrain.learningRate(settings.retrainLearningRate));
        }
        return phases;
    }

    private Mask used(String name) {
        return tasks.masks().union(name, weights.dims(name));
    }

    @Override
    public void beforeTask() {
        super.beforeTask();
        stored = learning.network().params().dup();
        pruned = 0;
        prunedBiases.clear();
        Map<String, Mask> all = new LinkedHashMap<>();
        weights.sites().keySet().forEach(name -> {
            all.put(name, Mask.full(weights.dims(name)));
            if (used(name).sparsity() == 0) {
                learning.capacityExhausted(name);
            }
        });
        present = new MaskSet(all);
        freezeOthers();
    }

    private void freezeOthers() {
        learning.guard().release();
        weights.sites()
                .forEach((name, site) -> learning.guard()
                        .freeze(site, used(name).or(present.get(name).not())));
        prunedBiases.stream().forEach(index -> learning.guard().freeze(index, index + 1L));
    }

    @Override
    public void afterPhase() {
        if (pruned == settings.iterations) {
            return;
        }
        pruned++;
        ReliefPruning pruning =
                new ReliefPruning(learning.network(), weights, settings.denseShare, settings.convolutionShare);
        present = pruning.prune(
                present, LayerActivity.of(learning.network(), learning.task().train(), settings.examples));
        prunedBiases.or(pruning.biases());
        FlatArray numbers = weights.numbers();
        weights.sites().forEach((name, site) -> present.get(name).forEachInactive(p -> numbers.set(site.index(p), 0)));
        prunedBiases.stream().forEach(index -> numbers.set(index, 0));
        freezeOthers();
    }

    @Override
    public void afterTask() {
        weights.restoreInactive(present, stored);
        tasks.keep(present);
        stored = null;
        present = null;
    }

    @Override
    public void readState(DataInputStream in) throws IOException {
        super.readState(in);
        stored = null;
        present = null;
    }
}
