package io.github.dl4jsparse.examples.continual;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * The tasks that are made of a data set.
 *
 * @param kind what makes a task
 * @param tasks how many there are
 * @param permuteFirst whether the first of permuted tasks is permuted too
 * @param angles how far rotated tasks are turned
 * @param interpolation what becomes a pixel of a rotated image
 */
public record StreamSettings(
        StreamKind kind, int tasks, boolean permuteFirst, Angles angles, Interpolation interpolation) {

    /**
     * Checks that the settings are of the kind.
     *
     * @param kind what makes a task
     * @param tasks how many there are
     * @param permuteFirst whether the first of permuted tasks is permuted too
     * @param angles how far rotated tasks are turned
     * @param interpolation what becomes a pixel of a rotated image
     */
    public StreamSettings {
        if (tasks < 1) {
            throw new DL4JInvalidConfigException("The tasks (" + tasks + ") must be positive.");
        }
        boolean turned = angles != Angles.STEPS || interpolation != Interpolation.NEAREST;
        if (turned && kind != StreamKind.ROTATED) {
            throw new DL4JInvalidConfigException("The angles (" + ContinualSettings.word(angles)
                    + ") and the interpolation (" + ContinualSettings.word(interpolation)
                    + ") are of rotated tasks, not of (" + ContinualSettings.word(kind)
                    + ") ones. Ask for rotated tasks.");
        }
        if (permuteFirst && kind != StreamKind.PERMUTED) {
            throw new DL4JInvalidConfigException("The first task can be permuted of permuted tasks only, not of ("
                    + ContinualSettings.word(kind) + ") ones.");
        }
    }

    /**
     * The usual tasks.
     *
     * @param kind what makes a task
     * @return as many as its kind usually has, the first as the data are
     */
    public static StreamSettings usual(StreamKind kind) {
        return new StreamSettings(kind, kind.usualTasks(), false, Angles.STEPS, Interpolation.NEAREST);
    }

    /**
     * Permutations of every task, the first one too.
     *
     * @param tasks how many
     * @return new settings
     */
    public static StreamSettings permutations(int tasks) {
        return new StreamSettings(StreamKind.PERMUTED, tasks, true, Angles.STEPS, Interpolation.NEAREST);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("tasks", tasks);
        fields.put("permuteFirst", permuteFirst);
        if (kind == StreamKind.ROTATED) {
            fields.put("angles", ContinualSettings.word(angles));
            fields.put("interpolation", ContinualSettings.word(interpolation));
        }
        return fields;
    }
}
