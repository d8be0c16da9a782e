package io.github.dl4jsparse.continual.inference;

import io.github.dl4jsparse.continual.store.ClassMeans;
import java.util.Collection;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The task whose class means are nearest.
 *
 * @serial exclude
 */
@SuppressWarnings("InvalidBlockTag") // serial: Javadoc knows it, and asks for field comments without it
final class NearestMean implements TaskInference {

    private static final long serialVersionUID = 1L;

    private final int group;

    @JsonCreator
    NearestMean(@JsonProperty("group") int group) {
        this.group = Groups.checked(group);
    }

    @Override
    public int group() {
        return group;
    }

    @Override
    public boolean needsClassMeans() {
        return true;
    }

    @Override
    public int infer(Candidates candidates, INDArray features) {
        return Best.least(candidates, task -> {
            INDArray rows = ClassMeans.normalized(candidates.features(task, features));
            return distance(rows, candidates.classMeans(task).values());
        });
    }

    static double distance(INDArray rows, Collection<INDArray> means) {
        double sum = 0;
        for (int row = 0; row < rows.size(0); row++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (INDArray mean : means) {
                nearest = Math.min(nearest, rows.getRow(row).squaredDistance(mean));
            }
            sum += nearest;
        }
        return sum;
    }

    @Override
    public String toString() {
        return "nearest mean of " + group;
    }
}
