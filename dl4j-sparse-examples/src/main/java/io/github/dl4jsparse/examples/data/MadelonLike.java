package io.github.dl4jsparse.examples.data;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.Arrays;

/**
 * Examples made as those of {@link Madelon}, of which it is known which features say something: 32 clusters around the corners of
 * a cube of five dimensions, at {@code +-2}, each a normal cloud with its own linear map of coefficients in {@code [-1, 1)};
 * half of the clusters, drawn at random, are one class. Five features are the coordinates, fifteen are linear combinations of
 * them, 480 are noise; features stand in random order, and one label in a hundred is wrong. After I. Guyon, <i>Design of
 * experiments of the NIPS 2003 variable selection benchmark</i>, 2003. No example is one of the published data.
 */
public final class MadelonLike {

    /** Features that say something about the class: five coordinates and fifteen combinations of them. */
    public static final int INFORMATIVE = 20;

    private static final int DIMENSIONS = 5;
    private static final int CLUSTERS = 1 << DIMENSIONS;
    private static final double CORNER = 2;
    private static final double WRONG_LABELS = 0.01;
    private static final int TRAIN = 2000;
    private static final int TEST = 600;

    private final long seed;
    private final boolean[] second = new boolean[CLUSTERS];
    private final double[][] clouds = new double[CLUSTERS][];
    private final double[] combinations;
    private final int[] places;

    private MadelonLike(long seed) {
        this.seed = seed;
        RandomStream random = RandomStream.of(seed, "madelon-like clusters");
        for (long cluster : random.sample(CLUSTERS, CLUSTERS / 2)) {
            second[Math.toIntExact(cluster)] = true;
        }
        for (int i = 0; i < CLUSTERS; i++) {
            clouds[i] = coefficients(random, DIMENSIONS * DIMENSIONS);
        }
        combinations = coefficients(random, (INFORMATIVE - DIMENSIONS) * DIMENSIONS);
        places = shuffled(random);
    }

    private static double[] coefficients(RandomStream random, int count) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 2 * random.nextDouble() - 1;
        }
        return numbers;
    }

    private static int[] shuffled(RandomStream random) {
        int[] order = new int[Madelon.FEATURES];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /**
     * A data set of one seed.
     *
     * @param seed of clusters, examples and the order of the features
     * @return the generator
     */
    public static MadelonLike of(long seed) {
        return new MadelonLike(seed);
    }

    /**
     * The examples: 2000 to learn from, 600 to test on.
     *
     * @return features standardised by the means and deviations of the training part
     */
    public TrainTestData data() {
        LabeledExamples train = examples("train", TRAIN);
        LabeledExamples test = examples("test", TEST);
        ZScore scale = ZScore.of(train);
        return TrainTestData.of("madelon-like", "generated with seed " + seed, scale.apply(train), scale.apply(test));
    }

    /**
     * Which features say something.
     *
     * @return {@link #INFORMATIVE} ascending numbers of features
     */
    public int[] informative() {
        return Arrays.stream(places, 0, INFORMATIVE).sorted().toArray();
    }

    private LabeledExamples examples(String part, int count) {
        float[] features = new float[count * Madelon.FEATURES];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            RandomStream random = RandomStream.of(seed, "madelon-like " + part, i);
            int cluster = random.nextInt(CLUSTERS);
            boolean wrong = random.nextDouble() < WRONG_LABELS;
            labels[i] = second[cluster] != wrong ? 1 : 0;
            write(cluster, random, features, i * Madelon.FEATURES);
        }
        return LabeledExamples.owning(features, labels, Madelon.FEATURES, 2);
    }

    private void write(int cluster, RandomStream random, float[] features, int offset) {
        double[] cloud = new double[DIMENSIONS];
        Arrays.setAll(cloud, d -> random.nextGaussian());
        double[] place = new double[DIMENSIONS];
        for (int d = 0; d < DIMENSIONS; d++) {
            double corner = (cluster >> d & 1) == 1 ? CORNER : -CORNER;
            place[d] = corner + product(clouds[cluster], d, cloud);
        }
        for (int f = 0; f < Madelon.FEATURES; f++) {
            double value;
            if (f < DIMENSIONS) {
                value = place[f];
            } else if (f < INFORMATIVE) {
                value = product(combinations, f - DIMENSIONS, place);
            } else {
                value = random.nextGaussian();
            }
            features[offset + places[f]] = (float) value;
        }
    }

    private static double product(double[] rows, int row, double... vector) {
        double sum = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            sum += rows[row * DIMENSIONS + d] * vector[d];
        }
        return sum;
    }
}
