package io.github.dl4jsparse.layers.reparam;

/**
 * Which weights have the largest magnitudes of a score, exactly so many. Ties go by ascending position, as everywhere in the
 * library. A score that is no number counts as infinite.
 *
 * <p>Linear time on average; a number for each weight, allocated once.
 */
final class LargestScores {

    private final WeightArray array;
    private final int kept;
    private double[] sizes;
    private double bound;
    private int lastTied;

    LargestScores(WeightArray array, int kept) {
        this.array = array;
        this.kept = kept;
    }

    /** Selects, once for all blocks of a pass. */
    void select(WeightPass pass, int extra) {
        if (sizes == null) {
            sizes = new double[array.size()];
        }
        read(pass, extra);
        bound = OrderStatistic.select(sizes, sizes.length, sizes.length - kept);
        int larger = 0;
        int tied = 0;
        for (double size : sizes) {
            larger += size > bound ? 1 : 0;
            tied += size == bound ? 1 : 0;
        }
        int wanted = kept - larger;
        lastTied = wanted == tied ? Integer.MAX_VALUE : lastTied(pass, extra, wanted);
    }

    private void read(WeightPass pass, int extra) {
        pass.readAll(extra, sizes);
        for (int k = 0; k < sizes.length; k++) {
            sizes[k] = size(sizes[k]);
        }
    }

    private int lastTied(WeightPass pass, int extra, int wanted) {
        read(pass, extra);
        int tied = 0;
        for (int k = 0; k < sizes.length; k++) {
            if (sizes[k] == bound) {
                sizes[tied++] = array.position(k);
            }
        }
        return (int) OrderStatistic.select(sizes, tied, wanted - 1);
    }

    private static double size(double score) {
        return Double.isNaN(score) ? Double.POSITIVE_INFINITY : Math.abs(score);
    }

    /** A {@link BitMask} for each weight of a block. */
    void choose(double[] scores, int first, int count, long[] mask) {
        if (lastTied == Integer.MAX_VALUE && bound < Double.POSITIVE_INFINITY) {
            for (int k = 0; k < count; k++) {
                mask[k] = ~BitMask.above(bound, Math.abs(scores[k]));
            }
        } else {
            for (int k = 0; k < count; k++) {
                mask[k] = contains(scores[k], first + k) ? -1 : 0;
            }
        }
    }

    private boolean contains(double score, int k) {
        double size = size(score);
        return size > bound || size == bound && array.position(k) <= lastTied;
    }
}
