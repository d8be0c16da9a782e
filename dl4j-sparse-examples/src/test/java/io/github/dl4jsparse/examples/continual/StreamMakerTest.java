package io.github.dl4jsparse.examples.continual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.continual.Task;
import io.github.dl4jsparse.continual.TaskStream;
import io.github.dl4jsparse.examples.data.DataSources;
import io.github.dl4jsparse.examples.data.TrainTestData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamMakerTest {

    private final TrainTestData data = DataSources.glyphDigits();

    /** The first test image of each task. */
    private List<float[]> images(Angles angles, Interpolation interpolation, int tasks) {
        ContinualSettings settings = ContinualSettings.usual("naive", StreamKind.ROTATED)
                .on(new StreamSettings(StreamKind.ROTATED, tasks, false, angles, interpolation))
                .asking(0, 20);
        TaskStream stream = StreamMaker.make(settings, 7, data);
        List<float[]> images = new ArrayList<>();
        for (Task task : stream) {
            images.add(task.test().next().getFeatures().getRow(0).toFloatVector());
        }
        return images;
    }

    private static Set<Float> values(float[] image) {
        Set<Float> values = new HashSet<>();
        for (float value : image) {
            values.add(value);
        }
        values.add(0f);
        return values;
    }

    @Test
    void stepsBeginWithTheImageAndTurnCounterClockwiseByTheSameAngle() {
        List<float[]> four = images(Angles.STEPS, Interpolation.NEAREST, 4);
        int side = (int) Math.sqrt(four.get(0).length);

        assertThat(four.get(0)).isEqualTo(data.test().features(0));
        for (int task = 0; task < 3; task++) {
            for (int row = 0; row < side; row++) {
                for (int column = 0; column < side; column++) {
                    assertThat(four.get(task + 1)[(side - 1 - column) * side + row])
                            .isEqualTo(four.get(task)[row * side + column]);
                }
            }
        }
    }

    @Test
    void randomAnglesTurnTheFirstTaskToo() {
        float[] asItIs = images(Angles.STEPS, Interpolation.NEAREST, 1).get(0);
        List<float[]> random = images(Angles.RANDOM, Interpolation.NEAREST, 3);

        assertThat(random.get(0)).isNotEqualTo(asItIs);
        assertThat(random.get(1)).isNotEqualTo(random.get(0));
    }

    @Test
    void onlyMixedPixelsHaveValuesOfTheirOwn() {
        List<float[]> picked = images(Angles.STEPS, Interpolation.NEAREST, 36);
        List<float[]> mixed = images(Angles.STEPS, Interpolation.BILINEAR, 36);

        assertThat(mixed.get(0)).isEqualTo(picked.get(0));
        assertThat(values(picked.get(0))).containsAll(values(picked.get(1)));
        assertThat(values(picked.get(0)).containsAll(values(mixed.get(1)))).isFalse();
    }
}
