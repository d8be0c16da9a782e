package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.layers.reparam.FixedMask;
import io.github.dl4jsparse.layers.reparam.HardConcreteGate;
import io.github.dl4jsparse.layers.reparam.HashedWeights;
import io.github.dl4jsparse.layers.reparam.Piggyback;
import io.github.dl4jsparse.layers.reparam.Powerprop;
import io.github.dl4jsparse.layers.reparam.Reparameterization;
import io.github.dl4jsparse.layers.reparam.StructureScale;
import io.github.dl4jsparse.layers.reparam.Supermask;
import io.github.dl4jsparse.layers.reparam.ThresholdMask;
import io.github.dl4jsparse.layers.reparam.VariationalDropout;
import io.github.dl4jsparse.layers.reparam.WinningSubnetwork;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The reparameterisations that {@link WrappedBench} measures: all kinds, each with the layer's own updater for what it trains. */
public final class WrappedMembers {

    private static final long EXAMPLES = 60_000;

    private WrappedMembers() {}

    /**
     * All of them.
     *
     * @return reparameterisations by the names under which they are reported, in the order of the table
     */
    public static Map<String, Reparameterization> all() {
        Map<String, Reparameterization> members = new LinkedHashMap<>();
        members.put("FixedMask", FixedMask.dense());
        members.put("ThresholdMask", ThresholdMask.perOutputUnit());
        members.put("ThresholdMask-WEIGHT", ThresholdMask.of(ThresholdMask.Scope.WEIGHT));
        members.put("Powerprop-1.5", Powerprop.alpha(1.5));
        members.put("Powerprop-2", Powerprop.alpha(2));
        members.put("Powerprop-3", Powerprop.alpha(3));
        members.put("Piggyback", Piggyback.binary().uniformStart(0.01).scoreUpdater(null));
        members.put("Supermask-THRESHOLD", Supermask.threshold());
        members.put("Supermask-TOP_K", Supermask.topK(0.5));
        members.put("Supermask-BERNOULLI", Supermask.bernoulli());
        members.put("WinningSubnetwork", WinningSubnetwork.keeping(0.5));
        members.put("HardConcreteGate", HardConcreteGate.of(EXAMPLES));
        members.put("VariationalDropout", VariationalDropout.of(EXAMPLES));
        members.put("HashedWeights", HashedWeights.compression(8));
        members.put("StructureScale", StructureScale.learningRate(BenchNetworks.RATE));
        return Collections.unmodifiableMap(members);
    }
}
