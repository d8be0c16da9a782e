package io.github.dl4jsparse.layers.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZigguratTest {

    private static final int DRAWS = 400_000;

    /** P(X < x) of the normal distribution; four standard errors of 400,000 draws are at most 0.0032. */
    @ParameterizedTest
    @CsvSource({
        "-3.5, 0.000233",
        "-3, 0.00135",
        "-2, 0.02275",
        "-1, 0.15866",
        "-0.25, 0.40129",
        "0, 0.5",
        "0.1, 0.53983",
        "0.5, 0.69146",
        "1.5, 0.93319",
        "2.5, 0.99379",
        "3.44, 0.999709",
        "4, 0.999968"
    })
    void drawsAreNormal(double x, double expected) {
        RandomStream random = RandomStream.of(5, "normal");
        int below = 0;
        for (int k = 0; k < DRAWS; k++) {
            below += Ziggurat.next(random) < x ? 1 : 0;
        }

        double error = 4 * Math.sqrt(expected * (1 - expected) / DRAWS);
        assertThat(below / (double) DRAWS).isCloseTo(expected, within(error));
    }

    @Test
    void momentsAreThoseOfTheNormalDistribution() {
        RandomStream random = RandomStream.of(6, "normal");
        double[] moments = new double[5];
        for (int k = 0; k < DRAWS; k++) {
            double x = Ziggurat.next(random);
            for (int power = 1; power <= 4; power++) {
                moments[power] += Math.pow(x, power) / DRAWS;
            }
        }

        assertThat(moments[1]).isCloseTo(0, within(4 * Math.sqrt(1.0 / DRAWS)));
        assertThat(moments[2]).isCloseTo(1, within(4 * Math.sqrt(2.0 / DRAWS)));
        assertThat(moments[3]).isCloseTo(0, within(4 * Math.sqrt(15.0 / DRAWS)));
        assertThat(moments[4]).isCloseTo(3, within(4 * Math.sqrt(96.0 / DRAWS)));
    }

    @Test
    void theBitsAreTheSameEverywhere() {
        RandomStream random = RandomStream.of(7, "normal");
        long sum = 0;
        for (int k = 0; k < 100_000; k++) {
            sum = 31 * sum + Double.doubleToLongBits(Ziggurat.next(random));
        }

        assertThat(sum).isEqualTo(5006922553060072594L);
    }
}
