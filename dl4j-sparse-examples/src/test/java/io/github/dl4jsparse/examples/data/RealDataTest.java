package io.github.dl4jsparse.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Reads the published files, where the environment variable names a folder that holds them. */
class RealDataTest {

    @Test
    void mnistHasItsPublishedSizesAndFirstDigits() {
        TrainTestData mnist = RealData.mnist();

        assertThat(mnist.train().size()).isEqualTo(60_000);
        assertThat(mnist.test().size()).isEqualTo(10_000);
        assertThat(mnist.train().width()).isEqualTo(784);
        assertThat(mnist.train().label(0)).isEqualTo(5);
        assertThat(mnist.test().label(0)).isEqualTo(7);
        // The mean grey of the training images, as it is quoted everywhere.
        assertThat(mean(mnist.train())).isCloseTo(0.1307, within(0.0001));
    }

    @Test
    void madelonHasItsPublishedSizesAndIsStandardised() {
        TrainTestData madelon = Madelon.read(RealData.folder());

        assertThat(madelon.train().size()).isEqualTo(2000);
        assertThat(madelon.test().size()).isEqualTo(600);
        assertThat(madelon.train().width()).isEqualTo(500);
        assertThat(mean(madelon.train())).isCloseTo(0, within(1e-6));
    }

    private static double mean(LabeledExamples examples) {
        double sum = 0;
        for (int i = 0; i < examples.size(); i++) {
            for (float value : examples.features(i)) {
                sum += value;
            }
        }
        return sum / examples.size() / examples.width();
    }
}
