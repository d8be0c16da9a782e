package io.github.dl4jsparse.continual.stream;

import java.util.function.UnaryOperator;

/** Rotations of square images about their centre, each pixel taken from its nearest one, 0 from outside, as torchvision does by default. */
final class Rotation {

    private static final int OUTSIDE = -1;

    private Rotation() {}

    /** The length of a side. */
    static int side(int pixels) {
        int side = (int) Math.round(Math.sqrt(pixels));
        if (side * side != pixels) {
            throw new IllegalArgumentException(
                    "Only square images of one channel can be rotated, not examples of (" + pixels + ") numbers.");
        }
        return side;
    }

    /** Where each pixel of the image that is rotated counter-clockwise comes from. */
    static int[] sources(int side, double degrees) {
        double angle = Math.toRadians(degrees);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double centre = (side - 1) / 2.0;
        int[] from = new int[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double x = column - centre;
                double y = row - centre;
                long sourceColumn = Math.round(cos * x - sin * y + centre);
                long sourceRow = Math.round(sin * x + cos * y + centre);
                boolean inside = sourceColumn >= 0 && sourceColumn < side && sourceRow >= 0 && sourceRow < side;
                from[row * side + column] = inside ? (int) (sourceRow * side + sourceColumn) : OUTSIDE;
            }
        }
        return from;
    }

    static UnaryOperator<float[]> picking(int[] from) {
        return row -> {
            float[] picked = new float[from.length];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = from[i] == OUTSIDE ? 0 : row[from[i]];
            }
            return picked;
        };
    }
}
