package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.WinningSubnetwork;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Winning subnetworks: weights and scores are trained together, each task uses the weights with the largest scores, those that an
 * earlier task uses too but no longer change. Scores go on from task to task. Kang et al., <i>Forget-free Continual Learning with
 * Winning Subnetworks</i>, ICML 2022, algorithm 1.
 *
 * <p>Hidden layers are masked; each task has a head, biases and normalisations of its own. The output of a learnt task never changes
 * by a bit; layers with peepholes are refused. When all weights of an array are used, scores and what is the task's own are still
 * learnt.
 *
 * <p>Departures: the last parameters are kept rather than the best ones on held-out examples; the paper's layers have no biases.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class WinningSubnetworks implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final WinningSubnetwork mask;

    @JsonCreator
    WinningSubnetworks(@JsonProperty("mask") WinningSubnetwork mask) {
        this.mask = mask;
    }

    /**
     * Of each array a part is used by a task.
     *
     * @param fraction the part that is used, in (0, 1]; 0.5 is usual
     * @return the strategy
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the fraction is outside of (0, 1]
     */
    public static WinningSubnetworks keeping(double fraction) {
        return new WinningSubnetworks(WinningSubnetwork.keeping(fraction));
    }

    @Override
    public String name() {
        return "wsn";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.TASK_INCREMENTAL
                ? Support.suitable()
                : Support.impossible(
                        "each task is a subnetwork of its own. Add taskInference(...) to find out which, or use the"
                                + " scenario TASK_INCREMENTAL.");
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public Model prepare(Model plain) {
        return Wrapping.around(plain, mask, false);
    }

    @Override
    public StrategySession begin(Learning learning) {
        Peepholes.refuse(learning.plain(), name());
        return new Session(learning);
    }

    private static final class Session extends MaskedSession {

        Session(Learning learning) {
            super(learning, besideHiddenWeights(learning), head(learning));
        }

        private static Set<String> besideHiddenWeights(Learning learning) {
            Set<String> hidden = TaskParameters.hiddenWeights(learning.plain());
            return TaskParameters.arrays(learning.plain()).keySet().stream()
                    .filter(name -> !hidden.contains(name))
                    .collect(Collectors.toSet());
        }

        /** What earlier tasks use is frozen by the layers themselves. */
        @Override
        public void beforeTask() {
            super.beforeTask();
            Map<String, INDArray> arrays = TaskParameters.arrays(learning.network());
            NetworkWeights.of(learning.plain()).sites().forEach((name, site) -> {
                INDArray frozen = arrays.get(
                        site.shape().layer() + "_frozen" + site.shape().parameter());
                if (frozen != null) {
                    Mask used = tasks.masks()
                            .union(
                                    name,
                                    site.shape().dims().stream()
                                            .mapToLong(d -> d)
                                            .toArray());
                    FrozenFlags.write(frozen, used);
                    if (used.count() == used.universe()) {
                        learning.capacityExhausted(name);
                    }
                }
            });
        }

        @Override
        public void afterTask() {
            tasks.keep(EffectiveWeights.masks(learning.network().model()));
        }
    }
}
