package io.github.dl4jsparse.examples.data;

import io.github.dl4jsparse.layers.random.RandomStream;

/**
 * How one digit is written: where it stands, how large, slanted, turned and bent it is, with which nib and ink.
 *
 * @param centreX where the glyph's origin lies, in pixels
 * @param centreY where the glyph's origin lies, in pixels
 * @param scaleX pixels per glyph unit
 * @param scaleY pixels per glyph unit
 * @param slant how far the top leans to the right, in units per unit of height
 * @param cosine of the angle the glyph is turned by
 * @param sine of that angle
 * @param bowX how far top and bottom are pushed sideways against the middle
 * @param bowY how far left and right are pushed down against the middle
 * @param radius of the nib, in pixels
 * @param ink brightness of a full stroke, in (0, 1]
 */
record GlyphHand(
        double centreX,
        double centreY,
        double scaleX,
        double scaleY,
        double slant,
        double cosine,
        double sine,
        double bowX,
        double bowY,
        double radius,
        double ink) {

    // Shift, turn and jitter set how hard the digits are: what a linear model cannot undo and a small network can.
    private static final double SHIFT = 1.15;
    private static final double TURN = 0.11;
    private static final double SLANT = 0.22;
    private static final double MEAN_SLANT = 0.12;
    private static final double PIXELS_PER_UNIT = 8.6;
    private static final double LOG_WIDTH = 0.16;
    private static final double LOG_HEIGHT = 0.10;
    private static final double BOW = 0.12;
    private static final double RADIUS = 1.15;
    private static final double LOG_RADIUS = 0.25;
    private static final double PALENESS = 0.25;

    static GlyphHand draw(RandomStream random) {
        double angle = TURN * bounded(random);
        double middle = (GlyphDigits.SIDE - 1) / 2.0;
        return new GlyphHand(
                middle + SHIFT * bounded(random),
                middle + SHIFT * bounded(random),
                PIXELS_PER_UNIT * StrictMath.exp(LOG_WIDTH * bounded(random)),
                PIXELS_PER_UNIT * StrictMath.exp(LOG_HEIGHT * bounded(random)),
                MEAN_SLANT + SLANT * bounded(random),
                StrictMath.cos(angle),
                StrictMath.sin(angle),
                BOW * bounded(random),
                BOW * bounded(random),
                RADIUS * StrictMath.exp(LOG_RADIUS * bounded(random)),
                1 - PALENESS * random.nextDouble());
    }

    /** A normal number cut off at two deviations, so that few digits reach the edge of the sheet. */
    static double bounded(RandomStream random) {
        return Math.max(-2, Math.min(2, random.nextGaussian()));
    }

    double pixelX(double x, double y) {
        return centreX + cosine * across(x, y) - sine * down(x, y);
    }

    double pixelY(double x, double y) {
        return centreY + sine * across(x, y) + cosine * down(x, y);
    }

    private double across(double x, double y) {
        return scaleX * (x - slant * y + bowX * (y * y - 0.5));
    }

    private double down(double x, double y) {
        return scaleY * (y + bowY * (2 * x * x - 0.3));
    }
}
