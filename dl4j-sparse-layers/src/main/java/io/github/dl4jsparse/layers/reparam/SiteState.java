package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** One weight array at run time: walks it block by block, forth and back. */
final class SiteState {

    final WeightPass pass;
    private final Site site;
    private final StoredWeights kind;
    private final EffectiveWeight effective;
    private final WeightBlock block;
    private final long[] extrasAt;
    private final SelectedBits bits;
    private final ScoredBits scored;
    private final int[] numbers;

    SiteState(
            Site site,
            Reparameterization reparameterization,
            NumberBlocks own,
            Consumer<ReparameterizationEvent> events) {
        this.site = site;
        this.kind = reparameterization.storedWeights();
        this.effective = reparameterization.effective(site.array());
        boolean[] perWeight = new boolean[site.extras().size()];
        this.extrasAt = new long[perWeight.length];
        for (int extra = 0; extra < perWeight.length; extra++) {
            perWeight[extra] = site.extras().get(extra).perWeight();
            extrasAt[extra] = site.extraSlots().get(extra).at();
        }
        this.block = new WeightBlock(perWeight);
        this.bits = SelectedBits.of(effective, site, own);
        this.scored = ScoredBits.of(effective, site, own);
        this.numbers = effective instanceof ForwardBits && own.hasBits() ? new int[NumberBlocks.SIZE] : null;
        this.pass = new WeightPass(site.array(), site.extras(), own, site.storedAt(), extrasAt, events);
    }

    void forward(NumberBlocks own, NumberBlocks inner) {
        if (bits != null) {
            bits.copy(own, own, site.storedAt(), inner, site.inner().at());
        } else {
            forwardWeights(own, inner);
        }
        if (site.tail() > 0) {
            int size = site.array().size();
            own.copy(site.storedAt() + size, inner, site.inner().at() + size, site.tail());
        }
        if (site.bias() != null) {
            forEachBiasBlock(own, at -> {
                effective.forward(block, pass);
                inner.write(block.effective(), at, block.count());
            });
        }
    }

    private void forwardWeights(NumberBlocks own, NumberBlocks inner) {
        pass.load();
        effective.begin(pass);
        do {
            for (int first = 0; first < site.array().size(); first += NumberBlocks.SIZE) {
                read(own, first);
                boolean done = scored != null
                        ? scored.forward(own, inner, first, block.count())
                        : numbers != null && forwardBits(own, inner, first);
                if (!done) {
                    effective.forward(block, pass);
                    inner.write(block.effective(), site.inner().at() + first, block.count());
                }
            }
        } while (effective.again(pass));
    }

    private boolean forwardBits(NumberBlocks own, NumberBlocks inner, int first) {
        own.readBits(site.storedAt() + first, numbers, block.count());
        boolean done = ((ForwardBits) effective).keepUsed(numbers, block, pass);
        if (done) {
            inner.writeBits(numbers, site.inner().at() + first, block.count());
        }
        return done;
    }

    private void forEachBiasBlock(NumberBlocks own, LongConsumer use) {
        int units = (int) site.bias().length();
        for (int first = 0; first < units; first += NumberBlocks.SIZE) {
            long at = site.bias().at() + first;
            block.move(first, Math.min(NumberBlocks.SIZE, units - first), true);
            own.read(at, block.weights(), block.count());
            use.accept(at);
        }
    }

    private void read(NumberBlocks own, int first) {
        block.move(first, Math.min(NumberBlocks.SIZE, site.array().size() - first), false);
        block.readFrom(own, site.storedAt(), extrasAt);
    }

    void backward(NumberBlocks own, NumberBlocks inner, NumberBlocks innerGradients, NumberBlocks ownGradients) {
        if (bits != null && !pass.denseGradient()) {
            bits.copy(own, innerGradients, site.inner().at(), ownGradients, site.storedAt());
            ownGradients.clear(extrasAt[0], site.array().size());
            return;
        }
        for (int extra = 0; extra < pass.extras(); extra++) {
            if (pass.extraGradient(extra) != null) {
                Arrays.fill(pass.extraGradient(extra), 0);
            }
        }
        for (int first = 0; first < site.array().size(); first += NumberBlocks.SIZE) {
            read(own, first);
            if (scored != null) {
                scored.backward(own, innerGradients, ownGradients, first, block.count());
                continue;
            }
            innerGradients.read(site.inner().at() + first, block.gradient(), block.count());
            if (effective.remembersEffective()) {
                inner.read(site.inner().at() + first, block.effective(), block.count());
            }
            effective.backward(block, pass);
            writeGradients(ownGradients, first);
        }
        if (site.stored() != null && kind == StoredWeights.FROZEN) {
            ownGradients.clear(site.storedAt() + site.array().size(), site.tail());
        }
        if (site.bias() != null) {
            forEachBiasBlock(own, at -> {
                ownGradients.read(at, block.gradient(), block.count());
                effective.backward(block, pass);
                ownGradients.write(block.gradient(), at, block.count());
            });
        }
        effective.finish(pass);
        pass.setDenseGradient(false);
        for (int extra = 0; extra < pass.extras(); extra++) {
            if (pass.extraGradient(extra) != null) {
                writeWhole(ownGradients, extra);
            }
        }
    }

    private void writeGradients(NumberBlocks ownGradients, int first) {
        if (kind == StoredWeights.TRAINED) {
            ownGradients.write(block.gradient(), site.storedAt() + first, block.count());
        } else if (kind == StoredWeights.FROZEN) {
            ownGradients.clear(site.storedAt() + first, block.count());
        }
        for (int extra = 0; extra < pass.extras(); extra++) {
            if (site.extras().get(extra).perWeight()) {
                long at = site.extraSlots().get(extra).at() + first;
                if (site.extras().get(extra).trained()) {
                    ownGradients.write(block.extraGradient(extra), at, block.count());
                } else {
                    ownGradients.clear(at, block.count());
                }
            }
        }
    }

    private void writeWhole(NumberBlocks ownGradients, int extra) {
        long at = site.extraSlots().get(extra).at();
        double[] gradient = pass.extraGradient(extra);
        if (!site.extras().get(extra).trained()) {
            ownGradients.clear(at, gradient.length);
            return;
        }
        for (int first = 0; first < gradient.length; first += NumberBlocks.SIZE) {
            int count = Math.min(NumberBlocks.SIZE, gradient.length - first);
            System.arraycopy(gradient, first, block.gradient(), 0, count);
            ownGradients.write(block.gradient(), at + first, count);
        }
    }

    double penalty(NumberBlocks own) {
        if (!effective.penalized()) {
            return 0;
        }
        pass.load();
        double sum = effective.penalty(pass);
        for (int first = 0; first < site.array().size(); first += NumberBlocks.SIZE) {
            read(own, first);
            sum += effective.penalty(block, pass);
        }
        return sum;
    }

    void afterStep(NumberBlocks own) {
        if (bits != null) {
            bits.restore(own);
            return;
        }
        pass.load();
        effective.afterStep(pass);
        if (effective.restoresWeights()) {
            for (int first = 0; first < site.array().size(); first += NumberBlocks.SIZE) {
                read(own, first);
                if (effective.afterStep(block, pass)) {
                    own.write(block.weights(), site.storedAt() + first, block.count());
                }
            }
        }
    }
}
