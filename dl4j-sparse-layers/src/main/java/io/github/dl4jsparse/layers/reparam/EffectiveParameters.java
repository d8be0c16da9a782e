package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters that a wrapped layer computes with, made of the wrapper's parameters in each forward pass, and the way back of
 * their gradients. Block by block: nothing of the size of a weight array is allocated.
 */
final class EffectiveParameters {

    private final ReparameterizationPlan plan;
    private final Reparameterization reparameterization;
    private final NumberBlocks own;
    private final NumberBlocks inner;
    private final List<SiteState> sites = new ArrayList<>();
    private final Collection<Slot> rest;
    private NumberBlocks ownGradients;
    private NumberBlocks innerGradients;

    EffectiveParameters(
            ReparameterizationPlan plan,
            Reparameterization reparameterization,
            INDArray ownParameters,
            INDArray innerParameters,
            Consumer<ReparameterizationEvent> events) {
        this.plan = plan;
        this.reparameterization = reparameterization;
        this.own = NumberBlocks.of(ownParameters);
        this.inner = NumberBlocks.of(innerParameters);
        plan.sites().forEach(site -> sites.add(new SiteState(site, reparameterization, own, events)));
        this.rest = plan.inner().values().stream()
                .filter(slot -> !plan.isWeight(slot.key()))
                .toList();
    }

    /** Memory for as long as the layer lives. */
    static INDArray detached(DataType type, long length) {
        try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.create(type, 1, length);
        }
    }

    /** Where gradients go: the wrapped layer writes its own where the wrapper's are wanted, unless weights are replaced. */
    INDArray gradients(INDArray ownView) {
        ownGradients = NumberBlocks.of(ownView);
        INDArray innerView = reparameterization.storedWeights() == StoredWeights.REPLACED
                ? detached(ownView.dataType(), plan.innerLength()).reshape(new long[] {plan.innerLength()})
                : ownView.reshape(new long[] {ownView.length()}).get(NDArrayIndex.interval(0, plan.innerLength()));
        innerGradients = NumberBlocks.of(innerView);
        return innerView;
    }

    void requestDenseGradient(String parameter, boolean wanted) {
        sites.stream()
                .filter(state -> state.pass.array().parameter().equals(parameter))
                .forEach(state -> state.pass.setDenseGradient(wanted));
    }

    void forward(boolean training, double scale, int iteration, int epoch) {
        for (Slot slot : rest) {
            own.copy(plan.own().get(slot.key()).at(), inner, slot.at(), slot.length());
        }
        for (SiteState state : sites) {
            state.pass.enter(training, scale, iteration, epoch);
            state.forward(own, inner);
        }
    }

    void backward() {
        boolean replaced = reparameterization.storedWeights() == StoredWeights.REPLACED;
        for (Slot slot : rest) {
            long at = plan.own().get(slot.key()).at();
            if (reparameterization.freezesTheRest()) {
                ownGradients.clear(at, slot.length());
            } else if (replaced) {
                innerGradients.copy(slot.at(), ownGradients, at, slot.length());
            }
        }
        for (SiteState state : sites) {
            state.backward(own, inner, innerGradients, ownGradients);
        }
    }

    double penalty() {
        double sum = 0;
        for (SiteState state : sites) {
            sum += state.penalty(own);
        }
        return sum;
    }

    void afterStep() {
        for (SiteState state : sites) {
            state.afterStep(own);
        }
    }
}
