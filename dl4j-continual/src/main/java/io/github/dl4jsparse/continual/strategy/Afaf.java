package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.ContinualStrategy;
import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.continual.StrategySession;
import io.github.dl4jsparse.continual.Support;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * AFAF, avoiding forgetting and allowing forward transfer: {@link SpaceNet} whose later tasks build on what earlier ones have learnt.
 * No task id is needed: the whole network answers. Sokar, Mocanu and Pechenizkiy, <i>Avoiding Forgetting and Allowing Forward
 * Transfer in Continual Learning via Sparse Networks</i>, ECML PKDD 2022.
 *
 * <p>From a certain task on, the first layers are used as they are: they get no connections, and keep their biases. Above them, for
 * each class of the task:
 *
 * <ul>
 *   <li>candidates of a hidden layer are the neurons with the largest mean activation over the class's examples, in the network as it
 *       was before the task, whether or not an earlier task has reserved them;
 *   <li>a layer's budget of connections, divided by the number of classes, is drawn between candidates and some free neurons on one
 *       side, and those of them that are not reserved on the other; from the last hidden layer, free neurons alone lead to the outputs.
 * </ul>
 *
 * Otherwise as SpaceNet, but a neuron is as important as the connections that leave it, and a connection may grow where one was
 * dropped just now; it has its weight again. Earlier tasks drift where neurons are shared: nothing is bit-identical here.
 *
 * <p>Departures: dense layers only. In the topmost of the layers that are used as they are, connections begin at candidates alone,
 * where the authors' program takes free neurons too, which may lead nowhere; a budget that the classes do not divide is used up;
 * where a class finds fewer places than it may have connections, it takes all of them. One number of reserved neurons holds for all
 * hidden layers, where the authors reserve 0.3 of those that a task uses, and in the last hidden layer all of them. Biases of neurons
 * that are not reserved go on moving above these layers, as there; {@link AfafBuilder#freezeUsedBiases} ends that.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
public final class Afaf implements ContinualStrategy {

    private static final long serialVersionUID = 1L;

    final SpaceNet spaceNet;

    final int reuseFrom;

    final int reusedLayers;

    final int candidates;

    final int added;

    @JsonCreator
    Afaf(
            @JsonProperty("spaceNet") SpaceNet spaceNet,
            @JsonProperty("reuseFrom") int reuseFrom,
            @JsonProperty("reusedLayers") int reusedLayers,
            @JsonProperty("candidates") int candidates,
            @JsonProperty("added") int added) {
        this.spaceNet = spaceNet;
        this.reuseFrom = reuseFrom;
        this.reusedLayers = reusedLayers;
        this.candidates = candidates;
        this.added = added;
    }

    /**
     * Builds the strategy.
     *
     * @return a new builder with SpaceNet's values for split MNIST, and the shares of the authors
     */
    public static AfafBuilder builder() {
        return new AfafBuilder();
    }

    @Override
    public String name() {
        return "afaf";
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
    public Optional<String> conflictWith(ContinualStrategy other) {
        return spaceNet.conflictWith(other);
    }

    @Override
    public StrategySession begin(Learning learning) {
        return new AfafSession(this, learning);
    }
}
