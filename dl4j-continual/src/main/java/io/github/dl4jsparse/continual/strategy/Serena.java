package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * SERENA: learns a stream whose concepts change without notice. A concept cell is a random sparse subnetwork; when the accuracy on new
 * minibatches falls, the cell is frozen and a new one begins, and all cells vote. Yildirim et al., <i>Self-regulated Neurogenesis for
 * Online Data-incremental Learning</i>, CoLLAs 2025.
 *
 * <p>Before each minibatch is learnt, the present cell answers it. When its accuracy is below {@code drop} times that of the last
 * {@code window} ones, and chance explains so few right answers with a probability of at most {@code significance}, a new cell is
 * drawn by Erdős–Rényi-kernel; it uses frozen weights of earlier cells where they coincide and trains the others. The probability is
 * that of Fisher's exact test, one-sided: {@code P[J <= k]}, where k of the minibatch's n answers are right, K of the N before it,
 * and J is hypergeometric: how many of n answers are right if these are drawn from N + n answers of which K + k are. For an answer each cell names its best class among all that were seen, and the vote of cell i, from 0, counts
 * {@code i + 1}: scores are votes, not logits. The boundaries of tasks and their ids are not used, though the optimiser starts afresh
 * at each {@code learn}. One epoch is meant: minibatches of later ones are no longer new.
 *
 * <p>Departures: the accuracy is that of the minibatch rather than a running mean since the boundary of a task, and must fall by more
 * than chance, without which a cell that has hardly begun to learn gives way to the next at once, and cells multiply; all cells vote
 * rather than those up to the task that is asked for; each cell has a head, biases and normalisations of its own and frozen weights
 * do not decay, so that the answer of a frozen cell never changes by a bit. Layers with peepholes are refused.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class Serena implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    final double sparsity;

    final int window;

    final double drop;

    final double significance;

    @JsonCreator
    Serena(
            @JsonProperty("sparsity") double sparsity,
            @JsonProperty("window") int window,
            @JsonProperty("drop") double drop,
            @JsonProperty("significance") double significance) {
        if (!(sparsity >= 0 && sparsity < 1)) {
            throw new DL4JInvalidConfigException(
                    "The sparsity (" + sparsity + ") of a cell must be in [0, 1). Maybe you passed a percentage?");
        }
        if (window < 1 || !(drop > 0 && drop < 1)) {
            throw new DL4JInvalidConfigException("The window (" + window
                    + ") must be at least one minibatch and the drop (" + drop + ") of accuracy in (0, 1).");
        }
        if (!(significance > 0 && significance <= 1)) {
            throw new DL4JInvalidConfigException("The significance (" + significance
                    + ") is a probability in (0, 1]: how seldom chance may explain the fall; 1 asks for no evidence.");
        }
        this.sparsity = sparsity;
        this.window = window;
        this.drop = drop;
        this.significance = significance;
    }

    /**
     * With the authors' values: sparsity 0.95, 10 minibatches, half of their mean accuracy; and a significance of 1e-5.
     *
     * @return the strategy
     */
    public static Serena standard() {
        return new Serena(0.95, 10, 0.5, 1e-5);
    }

    /**
     * With another sparsity of the cells.
     *
     * @param share of the hidden layers' connections that a cell leaves out, in [0, 1)
     * @return a new strategy
     * @throws DL4JInvalidConfigException if it is outside of [0, 1)
     */
    public Serena sparsity(double share) {
        return new Serena(share, window, drop, significance);
    }

    /**
     * With another detection of drift.
     *
     * @param minibatches whose accuracies are remembered, at least 1; as many must have come before drift is looked for
     * @param share of their mean below which a new cell begins, in (0, 1)
     * @return a new strategy
     * @throws DL4JInvalidConfigException if one is out of its range
     */
    public Serena drift(int minibatches, double share) {
        return new Serena(sparsity, minibatches, share, significance);
    }

    /**
     * With another demand of evidence for a drift.
     *
     * @param chance of so few right answers without a drift up to which one is seen, in (0, 1]; 1 asks for no evidence
     * @return a new strategy
     * @throws DL4JInvalidConfigException if it is outside of (0, 1]
     */
    public Serena significance(double chance) {
        return new Serena(sparsity, window, drop, chance);
    }

    @Override
    public String name() {
        return "serena";
    }

    @Override
    public Support supports(Scenario scenario) {
        return switch (scenario) {
            case TASK_INCREMENTAL ->
                Support.doubtful("cells are no tasks, and the id only tells which classes are in question.");
            case CLASS_INCREMENTAL ->
                Support.doubtful(
                        "each cell votes for classes that it has seen, and the vote of the latest one outweighs"
                                + " the others unless they agree, so that earlier classes are lost.");
            case DOMAIN_INCREMENTAL -> Support.suitable();
        };
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public Optional<String> conflictWith(ContinualStrategy other) {
        return Optional.of("the votes of cells are the answer, and a cell knows of nothing but new minibatches.");
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new SerenaSession(this, learning);
    }
}
