package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import java.util.List;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * SpaceNet: each task gets a few sparse connections between a few neurons, moves them during training to where neurons are important
 * to it, and reserves its most important neurons, to which later tasks may not attach any. No task id is needed: the whole network
 * answers. Sokar, Mocanu and Pechenizkiy, <i>SpaceNet: Make Free Space for Continual Learning</i>, Neurocomputing 2021.
 *
 * <p>For each task and hidden layer: neurons are selected at random among the unreserved ones; a budget of connections is drawn
 * between selected neurons where no task has any. Only these are trained. The importance of a connection is {@code sum |dW g|} over
 * the steps of the task; of a neuron the sum over its incoming ones (of an input, outgoing ones). After each epoch but the last the
 * share r of least importance is dropped, and as many grow from 0 where the product of the neurons' importances is largest, among
 * pairs that had no connection before the drop. After the task all its connections are frozen, and the most important neurons of
 * each layer are reserved. Connections to the output keep their places; while a task is trained those of classes that it has not are
 * 0, and those that an earlier task has made to its classes take part.
 *
 * <p>Networks are chains of dense layers and convolutions; in these a connection is a kernel between two channels. Earlier tasks
 * drift where later ones attach to neurons that they share: nothing is bit-identical here. In each step the importance of a neuron
 * grows by the running totals of all connections that it has had in the task, dropped ones too, as in the authors' program, so that
 * early steps weigh more; by {@link SpaceNetBuilder#plainSums}, the formula of the paper, it grows by what the step adds to present
 * ones. As there, biases of unreserved neurons go on moving; {@link SpaceNetBuilder#freezeUsedBiases} freezes those of neurons that
 * an earlier task uses.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class SpaceNet implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    final List<Integer> connections;

    final int selected;

    final int reserved;

    final double replaced;

    final boolean adaptive;

    final boolean plainSums;

    final boolean freezeUsedBiases;

    final boolean rehearsing;

    @JsonCreator
    SpaceNet(
            @JsonProperty("connections") List<Integer> connections,
            @JsonProperty("selected") int selected,
            @JsonProperty("reserved") int reserved,
            @JsonProperty("replaced") double replaced,
            @JsonProperty("adaptive") boolean adaptive,
            @JsonProperty("plainSums") boolean plainSums,
            @JsonProperty("freezeUsedBiases") boolean freezeUsedBiases,
            @JsonProperty("rehearsing") boolean rehearsing) {
        this.connections = List.copyOf(connections);
        this.selected = selected;
        this.reserved = reserved;
        this.replaced = replaced;
        this.adaptive = adaptive;
        this.plainSums = plainSums;
        this.freezeUsedBiases = freezeUsedBiases;
        this.rehearsing = rehearsing;
    }

    /**
     * Builds the strategy.
     *
     * @return a new builder with the authors' values for split MNIST
     */
    public static SpaceNetBuilder builder() {
        return new SpaceNetBuilder();
    }

    @Override
    public String name() {
        return adaptive ? "spacenet" : "static-sparse";
    }

    @Override
    public Support supports(Scenario scenario) {
        return Support.suitable();
    }

    @Override
    public boolean ownsWeights() {
        return true;
    }

    @Override
    public boolean rehearses() {
        return rehearsing;
    }

    @Override
    public Optional<String> conflictWith(ContinualStrategy other) {
        return other instanceof Rehearsal && !rehearsing
                ? Optional.of("the outputs of earlier classes are silent. Use SpaceNet.builder().rehearsing().")
                : Optional.empty();
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new SpaceNetSession(this, learning);
    }

    static Optional<LossScope> allOutputs() {
        return Optional.of(LossScope.ALL);
    }
}
