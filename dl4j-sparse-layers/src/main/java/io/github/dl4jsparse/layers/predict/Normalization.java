package io.github.dl4jsparse.layers.predict;

/** Batch normalisation with the statistics of training: {@code gamma (x - mean) / deviation + beta}. */
final class Normalization implements Stage {

    private final float[] mean;
    private final float[] deviation;
    private final float[] gamma;
    private final float[] beta;

    /** All arrays have one number for each unit. */
    Normalization(float[] mean, float[] deviation, float[] gamma, float[] beta) {
        this.mean = mean;
        this.deviation = deviation;
        this.gamma = gamma;
        this.beta = beta;
    }

    @Override
    public int inputs() {
        return mean.length;
    }

    @Override
    public int outputs() {
        return mean.length;
    }

    @Override
    public void run(Scratch scratch, int units, int rows) {
        float[] x = scratch.current();
        for (int row = 0; row < rows; row++) {
            for (int unit = 0; unit < units; unit++) {
                int at = row * units + unit;
                x[at] = (x[at] - mean[unit]) / deviation[unit] * gamma[unit] + beta[unit];
            }
        }
    }
}
