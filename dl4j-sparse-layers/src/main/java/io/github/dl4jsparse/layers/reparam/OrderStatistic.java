package io.github.dl4jsparse.layers.reparam;

/** Hoare's selection: the number of some rank, in linear time on average and without memory of its own. */
final class OrderStatistic {

    private OrderStatistic() {}

    /**
     * The number that stands at an index when all are sorted.
     *
     * @param numbers in: no NaN; out: reordered
     * @param length how many of them count
     * @param rank the index, below {@code length}
     */
    static double select(double[] numbers, int length, int rank) {
        int low = 0;
        int high = length - 1;
        long draws = 0;
        while (low < high) {
            // pseudo-random places: fixed ones take quadratic time on sorted numbers
            draws += 0x9E3779B97F4A7C15L;
            double a = numbers[within(low, high, draws)];
            double b = numbers[within(low, high, draws * 3)];
            double c = numbers[within(low, high, draws * 5)];
            double pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
            int i = low;
            int j = high;
            while (i <= j) {
                while (numbers[i] < pivot) {
                    i++;
                }
                while (numbers[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double swapped = numbers[i];
                    numbers[i++] = numbers[j];
                    numbers[j--] = swapped;
                }
            }
            if (rank <= j) {
                high = j;
            } else if (rank >= i) {
                low = i;
            } else {
                break;
            }
        }
        return numbers[rank];
    }

    private static int within(int low, int high, long draw) {
        long mixed = (draw ^ draw >>> 32) * 0xBF58476D1CE4E5B9L;
        return low + (int) ((mixed >>> 32) * (high - low + 1L) >>> 32);
    }
}
