package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.layers.weight.FlatArray;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** The units from which some outputs can be reached over weights that are not 0: breadth first, from the outputs down. */
final class ReachedUnits {

    private ReachedUnits() {}

    /** For each unit layer; all inputs, which have no weights of their own. */
    static List<BitSet> of(DenseChain chain, Collection<Integer> outputs) {
        FlatArray numbers = chain.numbers();
        List<BitSet> reached = new ArrayList<>();
        BitSet above = new BitSet();
        outputs.forEach(above::set);
        reached.add(above);
        for (int l = chain.size() - 1; l > 0; l--) {
            BitSet here = new BitSet();
            for (int out = above.nextSetBit(0); out >= 0; out = above.nextSetBit(out + 1)) {
                for (int in = 0; in < chain.width(l); in++) {
                    if (numbers.get(chain.index(l, in, out)) != 0) {
                        here.set(in);
                    }
                }
            }
            reached.add(0, here);
            above = here;
        }
        BitSet inputs = new BitSet();
        inputs.set(0, chain.width(0));
        reached.add(0, inputs);
        return reached;
    }
}
