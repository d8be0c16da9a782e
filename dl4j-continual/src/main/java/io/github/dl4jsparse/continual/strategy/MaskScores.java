package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The scores of supermasks, in the network that is trained. */
final class MaskScores {

    private MaskScores() {}

    /** The names of their arrays. */
    static Set<String> names(Learning learning) {
        Set<String> names = new LinkedHashSet<>();
        NetworkWeights.of(learning.plain())
                .sites()
                .values()
                .forEach(site ->
                        names.add(site.shape().layer() + "_score" + site.shape().parameter()));
        return names;
    }

    /** Draws them anew, uniformly in {@code +-1/sqrt(fan-in)}, from a stream for each weight array. */
    static void draw(Learning learning, Function<String, RandomStream> streams) {
        Map<String, INDArray> arrays = TaskParameters.arrays(learning.network());
        NetworkWeights.of(learning.plain()).sites().forEach((name, site) -> {
            INDArray array =
                    arrays.get(site.shape().layer() + "_score" + site.shape().parameter());
            double bound = 1 / Math.sqrt((double) site.size() / site.shape().outputs());
            RandomStream random = streams.apply(name);
            double[] drawn = new double[Math.toIntExact(array.length())];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (2 * random.nextDouble() - 1) * bound;
            }
            array.assign(Nd4j.createFromArray(drawn).castTo(array.dataType()).reshape('c', array.shape()));
        });
    }
}
