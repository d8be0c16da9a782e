package io.github.dl4jsparse.layers.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The products with the Vector API, single precision, unchecked.
 *
 * <p>The examples of one unit stay in eight registers while the unit's connections pass by; what is left of a minibatch
 * passes in four, then in one. One width of vectors for all: methods compiled for two widths are slow at both. Sums over the
 * lanes are made of single additions in a fixed order, since {@code reduceLanes} may change its order when it is compiled.
 */
final class VectorKernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    static final int LANES = SPECIES.length();

    /** Connections whose values or sums are in scratch memory at once. */
    private static final int CHUNK = 64;

    private VectorKernels() {}

    static void forward(
            int[] start,
            int[] row,
            float[] w,
            float[] bias,
            Features<float[]> x,
            Features<float[]> z,
            int batch,
            Range units) {
        float[] from = x.flat();
        float[] to = z.flat();
        int origin = x.origin();
        int stride = x.stride();
        for (int unit = units.from(); unit < units.to(); unit++) {
            float first = bias == null ? 0 : bias[unit];
            int at = z.at(unit);
            int b = 0;
            for (; b + 8 * LANES <= batch; b += 8 * LANES) {
                gather8(row, w, start[unit], start[unit + 1], from, origin + b, stride, first, to, at + b);
            }
            for (; b + 4 * LANES <= batch; b += 4 * LANES) {
                gather4(row, w, start[unit], start[unit + 1], from, origin + b, stride, first, to, at + b);
            }
            for (; b < batch; b += LANES) {
                gather1(row, w, start[unit], start[unit + 1], from, origin + b, stride, first, to, at + b);
            }
        }
    }

    static void inputGradient(
            TransposedPattern pattern,
            float[] w,
            Features<float[]> dz,
            Features<float[]> dx,
            int batch,
            Range inputs,
            float[] scratch) {
        float[] from = dz.flat();
        float[] to = dx.flat();
        int origin = dz.origin();
        int stride = dz.stride();
        int[] unit = pattern.unit();
        int[] index = pattern.index();
        float[] values = scratch;
        for (int input = inputs.from(); input < inputs.to(); input++) {
            int begin = pattern.start()[input];
            int end = pattern.start()[input + 1];
            int at = dx.at(input);
            if (begin == end) {
                Arrays.fill(to, at, at + batch, 0);
            }
            for (int k = begin; k < end; k += scratch.length) {
                int count = Math.min(scratch.length, end - k);
                for (int j = 0; j < count; j++) {
                    values[j] = w[index[k + j]];
                }
                spread(unit, k, values, count, from, origin, stride, to, at, batch, k > begin);
            }
        }
    }

    private static void spread(
            int[] unit,
            int k,
            float[] values,
            int count,
            float[] from,
            int origin,
            int stride,
            float[] to,
            int at,
            int batch,
            boolean more) {
        int b = 0;
        for (; b + 8 * LANES <= batch; b += 8 * LANES) {
            add8(unit, k, values, count, from, origin + b, stride, to, at + b, more);
        }
        for (; b + 4 * LANES <= batch; b += 4 * LANES) {
            add4(unit, k, values, count, from, origin + b, stride, to, at + b, more);
        }
        for (; b < batch; b += LANES) {
            add1(unit, k, values, count, from, origin + b, stride, to, at + b, more);
        }
    }

    private static void gather8(
            int[] row,
            float[] w,
            int begin,
            int end,
            float[] from,
            int origin,
            int stride,
            float first,
            float[] to,
            int at) {
        FloatVector sum0 = FloatVector.broadcast(SPECIES, first);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        FloatVector sum6 = sum0;
        FloatVector sum7 = sum0;
        for (int k = begin; k < end; k++) {
            int o = origin + row[k] * stride;
            FloatVector value = FloatVector.broadcast(SPECIES, w[k]);
            sum0 = value.fma(FloatVector.fromArray(SPECIES, from, o), sum0);
            sum1 = value.fma(FloatVector.fromArray(SPECIES, from, o + LANES), sum1);
            sum2 = value.fma(FloatVector.fromArray(SPECIES, from, o + 2 * LANES), sum2);
            sum3 = value.fma(FloatVector.fromArray(SPECIES, from, o + 3 * LANES), sum3);
            sum4 = value.fma(FloatVector.fromArray(SPECIES, from, o + 4 * LANES), sum4);
            sum5 = value.fma(FloatVector.fromArray(SPECIES, from, o + 5 * LANES), sum5);
            sum6 = value.fma(FloatVector.fromArray(SPECIES, from, o + 6 * LANES), sum6);
            sum7 = value.fma(FloatVector.fromArray(SPECIES, from, o + 7 * LANES), sum7);
        }
        sum0.intoArray(to, at);
        sum1.intoArray(to, at + LANES);
        sum2.intoArray(to, at + 2 * LANES);
        sum3.intoArray(to, at + 3 * LANES);
        sum4.intoArray(to, at + 4 * LANES);
        sum5.intoArray(to, at + 5 * LANES);
        sum6.intoArray(to, at + 6 * LANES);
        sum7.intoArray(to, at + 7 * LANES);
    }

    private static void gather4(
            int[] row,
            float[] w,
            int begin,
            int end,
            float[] from,
            int origin,
            int stride,
            float first,
            float[] to,
            int at) {
        FloatVector sum0 = FloatVector.broadcast(SPECIES, first);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (int k = begin; k < end; k++) {
            int o = origin + row[k] * stride;
            FloatVector value = FloatVector.broadcast(SPECIES, w[k]);
            sum0 = value.fma(FloatVector.fromArray(SPECIES, from, o), sum0);
            sum1 = value.fma(FloatVector.fromArray(SPECIES, from, o + LANES), sum1);
            sum2 = value.fma(FloatVector.fromArray(SPECIES, from, o + 2 * LANES), sum2);
            sum3 = value.fma(FloatVector.fromArray(SPECIES, from, o + 3 * LANES), sum3);
        }
        sum0.intoArray(to, at);
        sum1.intoArray(to, at + LANES);
        sum2.intoArray(to, at + 2 * LANES);
        sum3.intoArray(to, at + 3 * LANES);
    }

    private static void gather1(
            int[] row,
            float[] w,
            int begin,
            int end,
            float[] from,
            int origin,
            int stride,
            float first,
            float[] to,
            int at) {
        FloatVector sum0 = FloatVector.broadcast(SPECIES, first);
        for (int k = begin; k < end; k++) {
            int o = origin + row[k] * stride;
            FloatVector value = FloatVector.broadcast(SPECIES, w[k]);
            sum0 = value.fma(FloatVector.fromArray(SPECIES, from, o), sum0);
        }
        sum0.intoArray(to, at);
    }

    private static void add8(
            int[] unit,
            int k,
            float[] values,
            int count,
            float[] from,
            int origin,
            int stride,
            float[] to,
            int at,
            boolean more) {
        FloatVector sum0 = more ? FloatVector.fromArray(SPECIES, to, at) : FloatVector.zero(SPECIES);
        FloatVector sum1 = more ? FloatVector.fromArray(SPECIES, to, at + LANES) : sum0;
        FloatVector sum2 = more ? FloatVector.fromArray(SPECIES, to, at + 2 * LANES) : sum0;
        FloatVector sum3 = more ? FloatVector.fromArray(SPECIES, to, at + 3 * LANES) : sum0;
        FloatVector sum4 = more ? FloatVector.fromArray(SPECIES, to, at + 4 * LANES) : sum0;
        FloatVector sum5 = more ? FloatVector.fromArray(SPECIES, to, at + 5 * LANES) : sum0;
        FloatVector sum6 = more ? FloatVector.fromArray(SPECIES, to, at + 6 * LANES) : sum0;
        FloatVector sum7 = more ? FloatVector.fromArray(SPECIES, to, at + 7 * LANES) : sum0;
        for (int j = 0; j < count; j++) {
            int o = origin + unit[k + j] * stride;
            FloatVector value = FloatVector.broadcast(SPECIES, values[j]);
            sum0 = value.fma(FloatVector.fromArray(SPECIES, from, o), sum0);
            sum1 = value.fma(FloatVector.fromArray(SPECIES, from, o + LANES), sum1);
            sum2 = value.fma(FloatVector.fromArray(SPECIES, from, o + 2 * LANES), sum2);
            sum3 = value.fma(FloatVector.fromArray(SPECIES, from, o + 3 * LANES), sum3);
            sum4 = value.fma(FloatVector.fromArray(SPECIES, from, o + 4 * LANES), sum4);
            sum5 = value.fma(FloatVector.fromArray(SPECIES, from, o + 5 * LANES), sum5);
            sum6 = value.fma(FloatVector.fromArray(SPECIES, from, o + 6 * LANES), sum6);
            sum7 = value.fma(FloatVector.fromArray(SPECIES, from, o + 7 * LANES), sum7);
        }
        sum0.intoArray(to, at);
        sum1.intoArray(to, at + LANES);
        sum2.intoArray(to, at + 2 * LANES);
        sum3.intoArray(to, at + 3 * LANES);
        sum4.intoArray(to, at + 4 * LANES);
        sum5.intoArray(to, at + 5 * LANES);
        sum6.intoArray(to, at + 6 * LANES);
        sum7.intoArray(to, at + 7 * LANES);
    }

    private static void add4(
            int[] unit,
            int k,
            float[] values,
            int count,
            float[] from,
            int origin,
            int stride,
            float[] to,
            int at,
            boolean more) {
        FloatVector sum0 = more ? FloatVector.fromArray(SPECIES, to, at) : FloatVector.zero(SPECIES);
        FloatVector sum1 = more ? FloatVector.fromArray(SPECIES, to, at + LANES) : sum0;
        FloatVector sum2 = more ? FloatVector.fromArray(SPECIES, to, at + 2 * LANES) : sum0;
        FloatVector sum3 = more ? FloatVector.fromArray(SPECIES, to, at + 3 * LANES) : sum0;
        for (int j = 0; j < count; j++) {
            int o = origin + unit[k + j] * stride;
            FloatVector value = FloatVector.broadcast(SPECIES, values[j]);
            sum0 = value.fma(FloatVector.fromArray(SPECIES, from, o), sum0);
            sum1 = value.fma(FloatVector.fromArray(SPECIES, from, o + LANES), sum1);
            sum2 = value.fma(FloatVector.fromArray(SPECIES, from, o + 2 * LANES), sum2);
            sum3 = value.fma(FloatVector.fromArray(SPECIES, from, o + 3 * LANES), sum3);
        }
        sum0.intoArray(to, at);
        sum1.intoArray(to, at + LANES);
        sum2.intoArray(to, at + 2 * LANES);
        sum3.intoArray(to, at + 3 * LANES);
    }

    private static void add1(
            int[] unit,
            int k,
            float[] values,
            int count,
            float[] from,
            int origin,
            int stride,
            float[] to,
            int at,
            boolean more) {
        FloatVector sum0 = more ? FloatVector.fromArray(SPECIES, to, at) : FloatVector.zero(SPECIES);
        for (int j = 0; j < count; j++) {
            int o = origin + unit[k + j] * stride;
            FloatVector value = FloatVector.broadcast(SPECIES, values[j]);
            sum0 = value.fma(FloatVector.fromArray(SPECIES, from, o), sum0);
        }
        sum0.intoArray(to, at);
    }

    static void weightGradient(
            int[] start,
            int[] row,
            Features<float[]> x,
            Features<float[]> dz,
            float[] dw,
            int batch,
            Range units,
            float[] scratch) {
        for (int unit = units.from(); unit < units.to(); unit++) {
            int at = dz.at(unit);
            for (int k = start[unit]; k < start[unit + 1]; k += CHUNK) {
                int count = Math.min(CHUNK, start[unit + 1] - k);
                int b = 0;
                for (; b + 8 * LANES <= batch; b += 8 * LANES) {
                    multiply8(row, k, count, x.flat(), x.origin() + b, x.stride(), dz.flat(), at + b, scratch);
                    fold(scratch, dw, k, count, b > 0);
                }
                for (; b + 4 * LANES <= batch; b += 4 * LANES) {
                    multiply4(row, k, count, x.flat(), x.origin() + b, x.stride(), dz.flat(), at + b, scratch);
                    fold(scratch, dw, k, count, b > 0);
                }
                for (; b < batch; b += LANES) {
                    multiply1(row, k, count, x.flat(), x.origin() + b, x.stride(), dz.flat(), at + b, scratch);
                    fold(scratch, dw, k, count, b > 0);
                }
            }
        }
    }

    private static void multiply8(
            int[] row, int k, int count, float[] x, int origin, int stride, float[] dz, int at, float[] scratch) {
        FloatVector d0 = FloatVector.fromArray(SPECIES, dz, at);
        FloatVector d1 = FloatVector.fromArray(SPECIES, dz, at + LANES);
        FloatVector d2 = FloatVector.fromArray(SPECIES, dz, at + 2 * LANES);
        FloatVector d3 = FloatVector.fromArray(SPECIES, dz, at + 3 * LANES);
        FloatVector d4 = FloatVector.fromArray(SPECIES, dz, at + 4 * LANES);
        FloatVector d5 = FloatVector.fromArray(SPECIES, dz, at + 5 * LANES);
        FloatVector d6 = FloatVector.fromArray(SPECIES, dz, at + 6 * LANES);
        FloatVector d7 = FloatVector.fromArray(SPECIES, dz, at + 7 * LANES);
        for (int j = 0; j < count; j++) {
            int o = origin + row[k + j] * stride;
            FloatVector even = d0.mul(FloatVector.fromArray(SPECIES, x, o));
            FloatVector odd = d1.mul(FloatVector.fromArray(SPECIES, x, o + LANES));
            even = d2.fma(FloatVector.fromArray(SPECIES, x, o + 2 * LANES), even);
            odd = d3.fma(FloatVector.fromArray(SPECIES, x, o + 3 * LANES), odd);
            even = d4.fma(FloatVector.fromArray(SPECIES, x, o + 4 * LANES), even);
            odd = d5.fma(FloatVector.fromArray(SPECIES, x, o + 5 * LANES), odd);
            even = d6.fma(FloatVector.fromArray(SPECIES, x, o + 6 * LANES), even);
            odd = d7.fma(FloatVector.fromArray(SPECIES, x, o + 7 * LANES), odd);
            even.add(odd).intoArray(scratch, j * LANES);
        }
    }

    private static void multiply4(
            int[] row, int k, int count, float[] x, int origin, int stride, float[] dz, int at, float[] scratch) {
        FloatVector d0 = FloatVector.fromArray(SPECIES, dz, at);
        FloatVector d1 = FloatVector.fromArray(SPECIES, dz, at + LANES);
        FloatVector d2 = FloatVector.fromArray(SPECIES, dz, at + 2 * LANES);
        FloatVector d3 = FloatVector.fromArray(SPECIES, dz, at + 3 * LANES);
        for (int j = 0; j < count; j++) {
            int o = origin + row[k + j] * stride;
            FloatVector even = d0.mul(FloatVector.fromArray(SPECIES, x, o));
            FloatVector odd = d1.mul(FloatVector.fromArray(SPECIES, x, o + LANES));
            even = d2.fma(FloatVector.fromArray(SPECIES, x, o + 2 * LANES), even);
            odd = d3.fma(FloatVector.fromArray(SPECIES, x, o + 3 * LANES), odd);
            even.add(odd).intoArray(scratch, j * LANES);
        }
    }

    private static void multiply1(
            int[] row, int k, int count, float[] x, int origin, int stride, float[] dz, int at, float[] scratch) {
        FloatVector d0 = FloatVector.fromArray(SPECIES, dz, at);
        for (int j = 0; j < count; j++) {
            int o = origin + row[k + j] * stride;
            FloatVector even = d0.mul(FloatVector.fromArray(SPECIES, x, o));
            even.intoArray(scratch, j * LANES);
        }
    }

    /** Sums the lanes of each connection, as a tree: distant lanes first. */
    private static void fold(float[] scratch, float[] dw, int k, int count, boolean more) {
        for (int j = 0; j < count; j++) {
            int o = j * LANES;
            float sum = LANES == 16 ? fold16(scratch, o) : LANES == 8 ? fold8(scratch, o) : foldAny(scratch, o);
            dw[k + j] = more ? dw[k + j] + sum : sum;
        }
    }

    private static float fold16(float[] s, int o) {
        return (((s[o] + s[o + 8]) + (s[o + 4] + s[o + 12])) + ((s[o + 2] + s[o + 10]) + (s[o + 6] + s[o + 14])))
                + (((s[o + 1] + s[o + 9]) + (s[o + 5] + s[o + 13]))
                        + ((s[o + 3] + s[o + 11]) + (s[o + 7] + s[o + 15])));
    }

    private static float fold8(float[] s, int o) {
        return ((s[o] + s[o + 4]) + (s[o + 2] + s[o + 6])) + ((s[o + 1] + s[o + 5]) + (s[o + 3] + s[o + 7]));
    }

    private static float foldAny(float[] s, int o) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                s[o + lane] += s[o + lane + half];
            }
        }
        return s[o];
    }

    /** As in plain Java: twice the largest float turns every positive number into at least 1. */
    static void differentiate(float slope, Features<float[]> a, Features<float[]> error, int batch, Range units) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector slopes = FloatVector.broadcast(SPECIES, slope);
        FloatVector zero = FloatVector.broadcast(SPECIES, slope == 0 ? 0 : 1);
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.MAX_VALUE);
        for (int unit = units.from(); unit < units.to(); unit++) {
            int from = a.at(unit);
            int to = error.at(unit);
            for (int b = 0; b < batch; b += LANES) {
                FloatVector derivative = FloatVector.fromArray(SPECIES, a.flat(), from + b)
                        .mul(largest)
                        .mul(largest)
                        .add(zero)
                        .max(slopes)
                        .min(one);
                FloatVector.fromArray(SPECIES, error.flat(), to + b)
                        .mul(derivative)
                        .intoArray(error.flat(), to + b);
            }
        }
    }
}
