package io.github.dl4jsparse.examples.data;

import static io.github.dl4jsparse.examples.data.GlyphStroke.curve;
import static io.github.dl4jsparse.examples.data.GlyphStroke.line;

import java.util.List;

/** The ways people write each digit; a way that stands twice is met twice as often. */
final class GlyphShapes {

    private static final List<List<List<GlyphStroke>>> SHAPES =
            List.of(zeros(), ones(), twos(), threes(), fours(), fives(), sixes(), sevens(), eights(), nines());

    private GlyphShapes() {}

    /**
     * The variants of a digit.
     *
     * @param digit 0 to 9
     * @return each variant with its strokes
     */
    static List<List<GlyphStroke>> of(int digit) {
        return SHAPES.get(digit);
    }

    private static List<List<GlyphStroke>> zeros() {
        List<GlyphStroke> oval =
                List.of(curve("0.05,-1 -0.4,-0.75 -0.6,0 -0.42,0.78 0,1 0.42,0.78 0.6,0 0.42,-0.75 0.02,-1"));
        List<GlyphStroke> hooked =
                List.of(curve("0.3,-0.8 -0.1,-0.95 -0.5,-0.5 -0.58,0.2 -0.25,0.9 0.2,0.9 0.55,0.3 0.5,-0.4 "
                        + "0.15,-0.9 -0.15,-0.85"));
        List<GlyphStroke> gaping = List.of(
                curve("-0.05,-0.95 -0.45,-0.6 -0.58,0.1 -0.3,0.85 0.1,1 0.5,0.6 0.6,-0.1 0.4,-0.75 0.15,-0.92"));
        return List.of(oval, oval, hooked, gaping);
    }

    private static List<List<GlyphStroke>> ones() {
        List<GlyphStroke> stick = List.of(line("0,-1 0,1"));
        List<GlyphStroke> flag = List.of(line("-0.35,-0.55 0.05,-1 0.05,1"));
        List<GlyphStroke> foot = List.of(line("-0.3,-0.6 0.02,-1 0.02,1"), line("-0.4,1 0.42,1"));
        return List.of(stick, stick, flag, flag, foot);
    }

    private static List<List<GlyphStroke>> twos() {
        List<GlyphStroke> flat = List.of(
                curve("-0.5,-0.6 -0.25,-0.95 0.2,-0.98 0.48,-0.6 0.35,-0.1 -0.1,0.45 -0.55,0.95"),
                line("-0.55,0.95 0.6,0.95"));
        List<GlyphStroke> looped =
                List.of(curve("-0.5,-0.65 -0.2,-0.95 0.25,-0.92 0.45,-0.5 0.25,0.05 -0.15,0.6 -0.45,0.9 -0.58,0.72 "
                        + "-0.35,0.6 0.05,0.85 0.6,0.9"));
        List<GlyphStroke> waved = List.of(
                curve("-0.45,-0.5 -0.35,-0.9 0.1,-1 0.5,-0.7 0.4,-0.2 0,0.3 -0.5,0.85 -0.2,0.8 0.2,0.95 0.6,0.8"));
        return List.of(flat, flat, looped, waved);
    }

    private static List<List<GlyphStroke>> threes() {
        List<GlyphStroke> round = List.of(
                curve("-0.5,-0.75 -0.1,-1 0.35,-0.85 0.42,-0.45 0.1,-0.1 -0.15,-0.05"),
                curve("-0.15,-0.05 0.25,0 0.52,0.4 0.35,0.85 -0.1,1 -0.55,0.75"));
        List<GlyphStroke> flat = List.of(
                line("-0.5,-0.95 0.45,-0.95 -0.05,-0.15"),
                curve("-0.05,-0.15 0.35,-0.05 0.52,0.4 0.3,0.88 -0.1,1 -0.52,0.78"));
        List<GlyphStroke> looped =
                List.of(curve("-0.5,-0.8 -0.05,-1 0.4,-0.7 0.2,-0.25 -0.15,-0.02 -0.22,-0.18 0.1,-0.12 0.5,0.3 "
                        + "0.4,0.8 -0.05,1 -0.55,0.8"));
        return List.of(round, round, flat, looped);
    }

    private static List<List<GlyphStroke>> fours() {
        List<GlyphStroke> open = List.of(line("-0.4,-0.95 -0.5,0.2 0.6,0.2"), line("0.3,-0.7 0.25,1"));
        List<GlyphStroke> closed = List.of(line("0.3,1 0.3,-1 -0.6,0.35 0.6,0.35"));
        List<GlyphStroke> bowed =
                List.of(curve("-0.4,-0.95 -0.5,-0.4 -0.42,0.05 0,0.12 0.4,0"), curve("0.45,-0.95 0.38,-0.1 0.3,1"));
        return List.of(open, open, closed, bowed);
    }

    private static List<List<GlyphStroke>> fives() {
        List<GlyphStroke> angular = List.of(
                line("0.5,-0.95 -0.4,-0.95 -0.45,-0.1"),
                curve("-0.45,-0.1 0.05,-0.3 0.48,0 0.5,0.5 0.15,0.95 -0.5,0.85"));
        List<GlyphStroke> hatted = List.of(
                line("-0.3,-0.85 -0.4,-0.15"),
                curve("-0.4,-0.15 0.05,-0.25 0.42,0.1 0.4,0.6 0.05,0.98 -0.5,0.8"),
                line("-0.3,-0.85 0.55,-0.95"));
        List<GlyphStroke> sweeping =
                List.of(curve("0.55,-0.9 0,-0.9 -0.3,-0.8 -0.35,-0.3 0,-0.1 0.35,0.25 0.3,0.75 -0.1,1 -0.5,0.85"));
        return List.of(angular, angular, hatted, sweeping);
    }

    private static List<List<GlyphStroke>> sixes() {
        List<GlyphStroke> curved =
                List.of(curve("0.4,-0.95 -0.1,-0.65 -0.45,-0.1 -0.5,0.5 -0.2,0.95 0.25,0.92 0.5,0.5 0.3,0.08 "
                        + "-0.1,0.08 -0.45,0.45"));
        List<GlyphStroke> upright =
                List.of(curve("-0.05,-1 -0.38,-0.4 -0.5,0.3 -0.3,0.88 0.1,0.98 0.42,0.65 0.3,0.25 -0.05,0.2 -0.4,0.5"));
        List<GlyphStroke> straight =
                List.of(curve("0.3,-1 -0.1,-0.3 -0.42,0.4 -0.15,0.95 0.3,0.85 0.42,0.45 0.05,0.15 -0.38,0.45"));
        return List.of(curved, curved, upright, straight);
    }

    private static List<List<GlyphStroke>> sevens() {
        List<GlyphStroke> plain = List.of(line("-0.5,-0.9 0.5,-0.9 -0.15,1"));
        List<GlyphStroke> barred = List.of(line("-0.5,-0.9 0.5,-0.9 -0.15,1"), line("-0.35,0.05 0.45,0"));
        List<GlyphStroke> bent =
                List.of(curve("-0.55,-0.75 -0.1,-0.85 0.5,-0.9"), curve("0.5,-0.9 0.15,-0.2 -0.02,0.4 -0.05,1"));
        List<GlyphStroke> serif = List.of(line("-0.5,-0.6 -0.5,-0.92 0.5,-0.92 0,1"));
        return List.of(plain, plain, barred, bent, serif);
    }

    private static List<List<GlyphStroke>> eights() {
        List<GlyphStroke> crossing =
                List.of(curve("0.38,-0.75 0,-1 -0.4,-0.7 -0.25,-0.3 0.2,0.08 0.45,0.5 0.1,0.98 -0.35,0.75 "
                        + "-0.35,0.35 0.15,-0.1 0.42,-0.5 0.35,-0.8"));
        List<GlyphStroke> stacked = List.of(
                curve("0,-0.98 -0.36,-0.75 -0.36,-0.3 0,-0.08 0.36,-0.3 0.36,-0.75 0,-0.98"),
                curve("0,-0.05 -0.45,0.2 -0.45,0.75 0,1 0.45,0.75 0.45,0.2 0,-0.05"));
        return List.of(crossing, crossing, stacked);
    }

    private static List<List<GlyphStroke>> nines() {
        List<GlyphStroke> stemmed = List.of(
                curve("0.42,-0.65 0.05,-0.98 -0.4,-0.75 -0.45,-0.3 -0.1,-0.02 0.3,-0.2 0.42,-0.65"),
                line("0.42,-0.7 0.35,1"));
        List<GlyphStroke> tailed =
                List.of(curve("0.38,-0.6 0.1,-0.98 -0.35,-0.8 -0.45,-0.35 -0.1,-0.05 0.3,-0.25 0.42,-0.7 0.48,0 "
                        + "0.3,0.7 -0.1,1 -0.45,0.8"));
        List<GlyphStroke> leaning =
                List.of(curve("0.4,-0.75 0,-0.98 -0.4,-0.6 -0.25,-0.2 0.15,-0.25 0.42,-0.7 0.25,0.1 0.05,1"));
        return List.of(stemmed, stemmed, tailed, leaning);
    }
}
