package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Weights that share one budget of connections. */
enum WeightPool {
    /** The input and recurrent weights of a recurrent cell; every other weight is alone. */
    CELL {
        @Override
        String of(WeightShape weight) {
            // W and RW; fW and fRW of a direction, or WF and RWF
            return weight.layer() + " " + weight.parameter().replaceFirst("RW|W", "");
        }
    },
    /** All weights. */
    NETWORK {
        @Override
        String of(WeightShape weight) {
            return "network";
        }
    };

    abstract String of(WeightShape weight);

    /** The places of the weights of each pool in a list. */
    Map<String, List<Integer>> members(List<WeightShape> weights) {
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < weights.size(); i++) {
            members.computeIfAbsent(of(weights.get(i)), name -> new ArrayList<>())
                    .add(i);
        }
        return members;
    }
}
