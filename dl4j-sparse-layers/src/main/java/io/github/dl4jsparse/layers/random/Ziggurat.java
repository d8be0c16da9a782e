package io.github.dl4jsparse.layers.random;

/**
 * Normal numbers by the ziggurat method (Marsaglia, Tsang, <i>The Ziggurat Method for Generating Random Variables</i>, 2000, in the
 * form of Doornik, 2005): for many draws. Nearly all cost one number of the stream, one table entry and one multiplication.
 * Tables and rare cases use {@code StrictMath}, so that the bits depend neither on the JDK nor on the platform.
 */
public final class Ziggurat {

    private static final int LAYERS = 128;
    private static final double TAIL = 3.442619855899;
    private static final double AREA = 9.91256303526217e-3;
    private static final double[] EDGES = edges();
    private static final double[] RATIOS = ratios();

    private Ziggurat() {}

    private static double[] edges() {
        double[] x = new double[LAYERS + 1];
        double density = density(TAIL);
        x[0] = AREA / density;
        x[1] = TAIL;
        for (int layer = 2; layer < LAYERS; layer++) {
            x[layer] = StrictMath.sqrt(-2 * StrictMath.log(AREA / x[layer - 1] + density));
            density = density(x[layer]);
        }
        return x;
    }

    private static double[] ratios() {
        double[] ratios = new double[LAYERS];
        for (int layer = 0; layer < LAYERS; layer++) {
            ratios[layer] = EDGES[layer + 1] / EDGES[layer];
        }
        return ratios;
    }

    private static double density(double x) {
        return StrictMath.exp(-0.5 * x * x);
    }

    /**
     * A draw from N(0, 1).
     *
     * @param random where uniform numbers come from
     * @return a normal number
     */
    public static double next(RandomStream random) {
        while (true) {
            long bits = random.nextLong();
            int layer = (int) bits & LAYERS - 1;
            double u = (bits >> 10) * 0x1.0p-53; // in [-1, 1); the layer's bits are not among them
            if (Math.abs(u) < RATIOS[layer]) {
                return u * EDGES[layer];
            }
            double x = layer == 0 ? tail(u < 0, random) : wedge(u, layer, random);
            if (!Double.isNaN(x)) {
                return x;
            }
        }
    }

    private static double wedge(double u, int layer, RandomStream random) {
        double x = u * EDGES[layer];
        double outer = StrictMath.exp(-0.5 * (EDGES[layer] * EDGES[layer] - x * x));
        double inner = StrictMath.exp(-0.5 * (EDGES[layer + 1] * EDGES[layer + 1] - x * x));
        return inner + random.nextDouble() * (outer - inner) < 1 ? x : Double.NaN;
    }

    private static double tail(boolean negative, RandomStream random) {
        double x;
        double y;
        do {
            x = StrictMath.log(1 - random.nextDouble()) / TAIL;
            y = StrictMath.log(1 - random.nextDouble());
        } while (-2 * y < x * x);
        return negative ? x - TAIL : TAIL - x;
    }
}
