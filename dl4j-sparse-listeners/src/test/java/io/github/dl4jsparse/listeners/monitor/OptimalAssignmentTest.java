package io.github.dl4jsparse.listeners.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimalAssignmentTest {

    @Test
    void theCheapestOfEachRowGivesWayWhereTheSumGains() {
        double[][] costs = {{1, 2, 3}, {1, 4, 9}, {1, 5, 6}};

        assertThat(OptimalAssignment.of(costs)).containsExactly(2, 1, 0); // 3 + 4 + 1
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void noOtherAssignmentIsCheaper(int size) {
        RandomStream random = RandomStream.of(3, "costs", size);
        for (int round = 0; round < 20; round++) {
            double[][] costs = new double[size][size];
            for (double[] row : costs) {
                Arrays.setAll(row, i -> random.nextInt(10) / 10.0);
            }

            int[] columns = OptimalAssignment.of(costs);

            double sum = 0;
            for (int row = 0; row < size; row++) {
                sum += costs[row][columns[row]];
            }
            assertThat(Arrays.stream(columns).distinct().count()).isEqualTo(size);
            assertThat(sum).isCloseTo(cheapest(costs, 0, new boolean[size]), within(1e-9));
        }
    }

    /** An assignment is optimal exactly if no rows gain by handing their columns round in a cycle. */
    @Test
    void noExchangeOfColumnsAmongSixtyRowsIsCheaper() {
        RandomStream random = RandomStream.of(4, "costs");
        double[][] costs = new double[60][60];
        for (double[] row : costs) {
            Arrays.setAll(row, i -> random.nextInt(50) / 50.0);
        }

        int[] columns = OptimalAssignment.of(costs);

        double[][] gain = new double[60][60];
        for (int row = 0; row < 60; row++) {
            for (int other = 0; other < 60; other++) {
                gain[row][other] = costs[row][columns[other]] - costs[row][columns[row]];
            }
        }
        for (int through = 0; through < 60; through++) {
            for (int from = 0; from < 60; from++) {
                for (int to = 0; to < 60; to++) {
                    gain[from][to] = Math.min(gain[from][to], gain[from][through] + gain[through][to]);
                }
            }
        }
        for (int row = 0; row < 60; row++) {
            assertThat(gain[row][row]).isGreaterThan(-1e-9);
        }
    }

    private static double cheapest(double[][] costs, int row, boolean[] taken) {
        double least = row == costs.length ? 0 : Double.POSITIVE_INFINITY;
        for (int column = 0; row < costs.length && column < costs.length; column++) {
            if (!taken[column]) {
                taken[column] = true;
                least = Math.min(least, costs[row][column] + cheapest(costs, row + 1, taken));
                taken[column] = false;
            }
        }
        return least;
    }
}
