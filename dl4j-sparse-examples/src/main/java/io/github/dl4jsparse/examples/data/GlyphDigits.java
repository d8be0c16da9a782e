package io.github.dl4jsparse.examples.data;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.List;

/**
 * Digits that are drawn rather than downloaded: 28×28 grey images of strokes in many hands.
 *
 * <p>Each digit is written in one of the ways people write it (a seven with or without bar, a four open or closed, ...)
 * as curves through control points that are jittered, slanted, scaled, turned, bent and shifted, with a round soft nib
 * of varying width, paleness and grain. The background is 0, strokes reach up to 1, in steps of 1/255 as in MNIST.
 *
 * <p>They are made to tell networks apart: with 20 000 training examples softmax regression stays below 92 % on fresh
 * examples, a dense network 784-300-100-10 gets above 97 % in ten epochs.
 *
 * <p>Example {@code i} shows digit {@code i mod 10} and depends on the seed and on {@code i} only, so that a longer set
 * begins with a shorter one. The arithmetic is exactly rounded or {@link StrictMath}: the same bits on every platform.
 */
public final class GlyphDigits {

    /** Pixels per side of an image; an example has {@code SIDE * SIDE} features, row by row. */
    public static final int SIDE = 28;

    /** Number of classes. */
    public static final int CLASSES = 10;

    private static final int PIXELS = SIDE * SIDE;
    private static final double NIB_SOFTNESS = 1.3;
    private static final double JITTER = 0.075;
    private static final double PRESSURE = 0.2;
    private static final double GRAIN = 0.06;

    private GlyphDigits() {}

    /**
     * Draws examples.
     *
     * @param seed which examples; use different seeds for training and test
     * @param count how many, at least 1
     * @return images of shape {@code [count, 784]} in [0, 1] with their digits
     * @throws IllegalArgumentException if the count is not positive
     */
    public static LabeledExamples generate(long seed, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "The number of digits (" + count + ") must be positive. Maybe seed and count are swapped?");
        }
        float[] images = new float[Math.multiplyExact(count, PIXELS)];
        int[] labels = new int[count];
        GlyphPen pen = new GlyphPen(SIDE, NIB_SOFTNESS);
        for (int i = 0; i < count; i++) {
            labels[i] = i % CLASSES;
            write(labels[i], RandomStream.of(seed, "glyph digit", i), pen, images, i * PIXELS);
        }
        return LabeledExamples.owning(images, labels, PIXELS, CLASSES);
    }

    private static void write(int digit, RandomStream random, GlyphPen pen, float[] images, int offset) {
        List<List<GlyphStroke>> variants = GlyphShapes.of(digit);
        List<GlyphStroke> strokes = variants.get(random.nextInt(variants.size()));
        GlyphHand hand = GlyphHand.draw(random);
        pen.clear();
        for (GlyphStroke stroke : strokes) {
            pen.stroke(place(stroke, hand, random), radius(hand, random), radius(hand, random));
        }
        for (int p = 0; p < PIXELS; p++) {
            if (pen.ink(p) > 0) {
                images[offset + p] = grey(hand.ink() * pen.ink(p), random);
            }
        }
    }

    private static GlyphStroke place(GlyphStroke stroke, GlyphHand hand, RandomStream random) {
        double[] placed = new double[2 * stroke.size()];
        for (int i = 0; i < stroke.size(); i++) {
            double x = stroke.x(i) + JITTER * GlyphHand.bounded(random);
            double y = stroke.y(i) + JITTER * GlyphHand.bounded(random);
            placed[2 * i] = hand.pixelX(x, y);
            placed[2 * i + 1] = hand.pixelY(x, y);
        }
        return new GlyphStroke(stroke.smooth(), placed);
    }

    private static double radius(GlyphHand hand, RandomStream random) {
        return hand.radius() * (1 + PRESSURE * GlyphHand.bounded(random));
    }

    private static float grey(double ink, RandomStream random) {
        // The number of set bits in 64 is close enough to normal for grain, and much quicker to draw.
        double grain = GRAIN * (Long.bitCount(random.nextLong()) - 32) / 4.0;
        double value = Math.min(1, Math.max(0, ink * (1 + grain) + grain));
        return Math.round(255 * value) / 255f;
    }
}
