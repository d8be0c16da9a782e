package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import io.github.dl4jsparse.continual.inference.Superposition;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.reparam.EffectiveWeights;
import io.github.dl4jsparse.layers.reparam.ReparameterizedLayer;
import io.github.dl4jsparse.layers.reparam.Supermask;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Supermasks in superposition: weights are random constants that never change, and each task is a mask over them, a bit for each
 * weight, found by training scores. All layers with weights are masked, the output layer too; biases stay as they start; batch
 * normalisation is the task's own. Whose examples they are can be inferred from the superposition of all tasks, {@code W * sum_i
 * alpha_i m_i}. Wortsman et al., <i>Supermasks in Superposition</i>, NeurIPS 2020.
 *
 * <p>Scores are drawn anew for each task, uniformly in {@code +-1/sqrt(fan-in)}, and batch normalisation starts anew, so that no task
 * depends on those before it. The output of a learnt task never changes by a bit.
 *
 * <p>Departure: where the authors' batch normalisation has running statistics alone, DL4J's has a scale and a shift as well, which are
 * trained unless the layer locks them ({@code lockGammaBeta(true)}).
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class SupSup implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    private final Supermask mask;

    @JsonCreator
    SupSup(@JsonProperty("mask") Supermask mask) {
        this.mask = withoutFactor(mask);
    }

    /** A task is kept as the bits of its mask, and answered with the constants under it. */
    static Supermask withoutFactor(Supermask mask) {
        if (mask.isRescaled()) {
            throw new DL4JInvalidConfigException("The supermask is rescaled (true): its weights have a factor besides"
                    + " the mask, and of a task a bit for each weight is kept. Leave rescaled() out.");
        }
        return mask;
    }

    /**
     * With masks of any rule.
     *
     * @param mask {@link Supermask#threshold}, {@link Supermask#topK} and {@link Supermask#erdosRenyi} are the authors';
     *     not a {@linkplain Supermask#rescaled rescaled} one
     * @return the strategy
     * @throws DL4JInvalidConfigException if the mask is rescaled
     */
    public static SupSup of(Supermask mask) {
        return new SupSup(Objects.requireNonNull(mask));
    }

    @Override
    public String name() {
        return "supsup";
    }

    @Override
    public Support supports(Scenario scenario) {
        return scenario == Scenario.TASK_INCREMENTAL
                ? Support.suitable()
                : Support.impossible(
                        "each task is a mask of its own. Add taskInference(TaskInferences.oneShot(n)) to find out"
                                + " which, or use the scenario TASK_INCREMENTAL.");
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public Model prepare(Model plain) {
        return Wrapping.around(plain, mask, true);
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new Session(learning);
    }

    private static final class Session extends MaskedSession {

        private final MaskSum sum;

        Session(Learning learning) {
            this(learning, own(learning));
        }

        private Session(Learning learning, Set<String> own) {
            super(learning, own, new TaskParameters(own));
            this.sum = new MaskSum(learning, tasks.masks());
        }

        private static Set<String> own(Learning learning) {
            Set<String> own = new TreeSet<>();
            learning.network().layers().forEach((name, layer) -> {
                if (!(layer.conf().getLayer() instanceof ReparameterizedLayer)) {
                    layer.paramTable(false).keySet().forEach(key -> own.add(name + "_" + key));
                }
            });
            return own;
        }

        /** What the scenario suggests. */
        @Override
        public Optional<LossScope> lossScope() {
            return Optional.empty();
        }

        @Override
        public void beforeTask() {
            super.beforeTask();
            MaskScores.draw(learning, name -> learning.random("scores " + name));
        }

        @Override
        public boolean relearns() {
            return true;
        }

        @Override
        public void afterTask() {
            if (tasks.masks().tasks().contains(learning.task().id())) {
                sum.forget();
            }
            tasks.keep(EffectiveWeights.masks(learning.network().model()));
        }

        @Override
        public Optional<Superposition> superposition() {
            boolean normalised = learning.plain().layers().values().stream()
                    .anyMatch(layer -> layer.conf().getLayer() instanceof BatchNormalization);
            return normalised ? Optional.empty() : Optional.of(sum);
        }

        @Override
        public void readState(DataInputStream in) throws IOException {
            super.readState(in);
            sum.forget();
        }
    }
}
