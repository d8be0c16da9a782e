package io.github.dl4jsparse.continual.stream;

import java.util.function.UnaryOperator;

/** Rotations of square images about their centre, 0 from outside: each pixel taken from its nearest one, as torchvision does by default, or mixed of four. */
final class Rotation {

    private static final int OUTSIDE = -1;
    /** A place that is a pixel but for rounding is that pixel. */
    private static final double TINY = 1e-9;

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

    /** Mixes each pixel of the image that is rotated counter-clockwise of the four around the place that it comes from. */
    static UnaryOperator<float[]> mixing(int side, double degrees) {
        double angle = Math.toRadians(degrees);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double centre = (side - 1) / 2.0;
        return image -> {
            float[] mixed = new float[image.length];
            for (int i = 0; i < mixed.length; i++) {
                double x = i % side - centre;
                double y = Math.floorDiv(i, side) - centre;
                mixed[i] = mixed(image, side, snapped(sin * x + cos * y + centre), snapped(cos * x - sin * y + centre));
            }
            return mixed;
        };
    }

    private static double snapped(double place) {
        double pixel = Math.rint(place);
        return Math.abs(place - pixel) < TINY ? pixel : place;
    }

    private static float mixed(float[] image, int side, double row, double column) {
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double down = row - top;
        double right = column - left;
        return (float) ((1 - down) * ((1 - right) * at(image, side, top, left) + right * at(image, side, top, left + 1))
                + down * ((1 - right) * at(image, side, top + 1, left) + right * at(image, side, top + 1, left + 1)));
    }

    private static float at(float[] image, int side, int row, int column) {
        boolean inside = row >= 0 && row < side && column >= 0 && column < side;
        return inside ? image[row * side + column] : 0;
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
