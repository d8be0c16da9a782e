package io.github.dl4jsparse.layers.convert;

import io.github.dl4jsparse.layers.kernel.CompressedPattern;
import io.github.dl4jsparse.layers.kernel.PatternStore;
import io.github.dl4jsparse.layers.mask.WeightShape;
import java.util.List;
import java.util.Map;

/**
 * Brings values and updater state from a network's parts to those of another.
 *
 * @param from of the network that was trained
 * @param to of the new one
 */
record Transfer(TrainedNumbers from, TrainedNumbers to) {

    /** A part that is the same in both networks. */
    void whole(Part old, Part copy) {
        old.starts()
                .forEach((key, start) ->
                        copy(start, copy.starts().get(key), old.param(key).length()));
    }

    /** An ordinary layer to its truly sparse form, with a pattern for each of its matrices. */
    void toSparse(LayerKind kind, Part dense, List<CompressedPattern> patterns, Part sparse) {
        Map<String, Long> source = dense.starts();
        Map<String, Long> target = sparse.starts();
        for (int m = 0; m < patterns.size(); m++) {
            MatrixKeys keys = kind.matrices().get(m);
            CompressedPattern pattern = patterns.get(m);
            PatternStore.write(pattern, sparse.param(keys.pattern()));
            List<Place> full = from.places(source.get(keys.weights()));
            List<Place> connections = to.places(target.get(keys.values()));
            for (int i = 0; i < connections.size(); i++) {
                full.get(i).gatherTo(connections.get(i), pattern);
            }
        }
        target.forEach((key, start) -> {
            if (kind.matrices().stream().noneMatch(matrix -> matrix.inSparse(key))) {
                copy(source.get(key), start, sparse.param(key).length());
            }
        });
    }

    /** A truly sparse layer to its ordinary form, where everything that is not connected stays as it is. */
    void toDense(LayerKind kind, Part sparse, List<CompressedPattern> patterns, Part dense) {
        Map<String, Long> source = sparse.starts();
        Map<String, Long> target = dense.starts();
        for (int m = 0; m < patterns.size(); m++) {
            MatrixKeys keys = kind.matrices().get(m);
            List<Place> connections = from.places(source.get(keys.values()));
            List<Place> full = to.places(target.get(keys.weights()));
            for (int i = 0; i < connections.size(); i++) {
                connections.get(i).scatterTo(full.get(i), patterns.get(m));
            }
        }
        target.forEach((key, start) -> {
            if (kind.matrices().stream().noneMatch(matrix -> matrix.inDense(key))) {
                copy(source.get(key), start, dense.param(key).length());
            }
        });
    }

    private void copy(long source, long target, long count) {
        List<Place> old = from.places(source);
        List<Place> now = to.places(target);
        for (int i = 0; i < now.size(); i++) {
            old.get(i).copyTo(now.get(i), count);
        }
    }

    /** The patterns that a truly sparse layer's parameters hold. */
    static List<CompressedPattern> patternsOf(LayerKind kind, Part sparse) {
        return kind.matrices().stream()
                .map(keys -> {
                    WeightShape shape = kind.shape(sparse.name(), sparse.inner(), keys);
                    int units = Math.toIntExact(shape.outputs());
                    int inputs = Math.toIntExact(shape.size() / units);
                    return PatternStore.read(inputs, units, sparse.param(keys.pattern()));
                })
                .toList();
    }
}
