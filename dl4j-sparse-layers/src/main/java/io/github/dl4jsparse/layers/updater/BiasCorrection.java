package io.github.dl4jsparse.layers.updater;

/** {@code 1 - beta^age} of whole ages. */
final class BiasCorrection {

    private static final int LONGEST_TABLE = 1 << 16;

    private final double beta;
    private final double[] table;

    BiasCorrection(double beta) {
        this.beta = beta;
        // where beta^age is below half of a double's last place, the correction is 1
        double end = beta == 0 ? 1 : Math.ceil(-54 * Math.log(2) / Math.log(beta));
        table = new double[(int) Math.min(LONGEST_TABLE, end) + 1];
        for (int age = 0; age < table.length; age++) {
            table[age] = 1 - StrictMath.pow(beta, age);
        }
    }

    double at(double age) {
        return age < table.length ? table[(int) age] : 1 - StrictMath.pow(beta, age);
    }
}
