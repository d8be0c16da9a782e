package io.github.dl4jsparse.examples.data;

import java.util.Arrays;

/**
 * Draws strokes with a round soft-edged nib on a square sheet: the ink of a pixel is the largest over all segments of
 * {@code clamp(1/2 + (radius - distance) / softness, 0, 1)}, with distance and radius in pixels.
 */
final class GlyphPen {

    private static final int PIECES_PER_SPAN = 5;

    private final int side;
    private final float softness;
    private final float[] ink;

    GlyphPen(int side, double softness) {
        this.side = side;
        this.softness = (float) softness;
        this.ink = new float[side * side];
    }

    void clear() {
        Arrays.fill(ink, 0);
    }

    float ink(int pixel) {
        return ink[pixel];
    }

    /** Draws a stroke given in pixels; the nib's radius goes evenly from that at the start to that at the end. */
    void stroke(GlyphStroke stroke, double startRadius, double endRadius) {
        int spans = stroke.size() - 1;
        int pieces = stroke.smooth() ? PIECES_PER_SPAN : 1;
        double x = stroke.x(0);
        double y = stroke.y(0);
        double radius = startRadius;
        for (int piece = 1; piece <= spans * pieces; piece++) {
            int span = (piece - 1) / pieces;
            double t = (piece - span * pieces) / (double) pieces;
            double nextX = stroke.xAt(span, t);
            double nextY = stroke.yAt(span, t);
            double nextRadius = startRadius + (endRadius - startRadius) * piece / (spans * pieces);
            segment(x, y, radius, nextX, nextY, nextRadius);
            x = nextX;
            y = nextY;
            radius = nextRadius;
        }
    }

    /** Draws from (x0, y0) with radius r0 to (x1, y1) with radius r1; what lies beside the sheet is cut off. */
    private void segment(double x0, double y0, double r0, double x1, double y1, double r1) {
        double reach = Math.max(r0, r1) + softness / 2;
        int left = Math.max(0, (int) Math.ceil(Math.min(x0, x1) - reach));
        int right = Math.min(side - 1, (int) Math.floor(Math.max(x0, x1) + reach));
        int top = Math.max(0, (int) Math.ceil(Math.min(y0, y1) - reach));
        int bottom = Math.min(side - 1, (int) Math.floor(Math.max(y0, y1) + reach));
        float dx = (float) (x1 - x0);
        float dy = (float) (y1 - y0);
        float perLength = 1 / Math.max(dx * dx + dy * dy, 1e-12f);
        float reachSquared = (float) (reach * reach);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                float px = (float) (x - x0);
                float py = (float) (y - y0);
                float t = Math.min(1, Math.max(0, (px * dx + py * dy) * perLength));
                float ex = px - t * dx;
                float ey = py - t * dy;
                float squared = ex * ex + ey * ey;
                if (squared < reachSquared) {
                    float radius = (float) (r0 + t * (r1 - r0));
                    float value = 0.5f + (radius - (float) Math.sqrt(squared)) / softness;
                    int pixel = y * side + x;
                    ink[pixel] = Math.max(ink[pixel], Math.min(1, value));
                }
            }
        }
    }
}
