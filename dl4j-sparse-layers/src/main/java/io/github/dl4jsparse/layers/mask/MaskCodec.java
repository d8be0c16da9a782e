package io.github.dl4jsparse.layers.mask;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The serial form of a mask: {@code rank:byte, dims:long[rank], form:byte, payload}. The payload is packed bits (form 0)
 * or Rice-coded gaps (form 1: {@code parameter:byte, count:long, bytes:int, code}), whichever is shorter.
 */
final class MaskCodec {

    private static final int PACKED = 0;
    private static final int GAPS = 1;
    private static final int MAX_RANK = 8;

    private MaskCodec() {}

    static long checkedSize(long... shape) {
        long size = 1;
        for (long dim : shape) {
            if (dim <= 0 || dim > Long.MAX_VALUE / size) {
                throw new IllegalArgumentException(
                        "The shape " + Arrays.toString(shape) + " of a mask must have positive dimensions only.");
            }
            size *= dim;
        }
        return size;
    }

    static int wordsFor(long size) {
        long words = (size + 63) >>> 6;
        if (words > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("An array of (" + size + ") positions is too large for a mask."
                    + " Maybe use a truly sparse layer, whose memory goes with its connections?");
        }
        return (int) words;
    }

    /** The bits of word w that stand for positions of the array. */
    static long valid(int w, long size) {
        long left = size - ((long) w << 6);
        return left >= 64 ? -1L : (1L << left) - 1;
    }

    static void write(long[] shape, long size, long[] words, long count, DataOutput out) throws IOException {
        out.writeByte(shape.length);
        for (long dim : shape) {
            out.writeLong(dim);
        }
        int parameter = riceParameter(size, count);
        long gapBits = gapBits(words, parameter);
        if ((gapBits + 7) / 8 + 13 < (size + 7) / 8) {
            writeGaps(words, count, parameter, Math.toIntExact((gapBits + 7) / 8), out);
        } else {
            out.writeByte(PACKED);
            long bytes = (size + 7) / 8;
            for (long b = 0; b < bytes; b++) {
                out.writeByte((int) (words[(int) (b >>> 3)] >>> ((b & 7) << 3)));
            }
        }
    }

    /** The parameter that is best for geometric gaps of the mask's mean. */
    private static int riceParameter(long size, long count) {
        double mean = (double) (size - count) / Math.max(1, count);
        return (int) Math.max(0, Math.ceil(StrictMath.log(Math.max(1e-9, mean * 0.6931)) / StrictMath.log(2)));
    }

    private static long gapBits(long[] words, int parameter) {
        long bits = 0;
        long previous = -1;
        for (int w = 0; w < words.length; w++) {
            for (long rest = words[w]; rest != 0; rest &= rest - 1) {
                long position = ((long) w << 6) + Long.numberOfTrailingZeros(rest);
                bits += (position - previous - 1 >>> parameter) + 1 + parameter;
                previous = position;
            }
        }
        return bits;
    }

    private static void writeGaps(long[] words, long count, int parameter, int bytes, DataOutput out)
            throws IOException {
        byte[] code = new byte[bytes];
        long bit = 0;
        long previous = -1;
        for (int w = 0; w < words.length; w++) {
            for (long rest = words[w]; rest != 0; rest &= rest - 1) {
                long position = ((long) w << 6) + Long.numberOfTrailingZeros(rest);
                long gap = position - previous - 1;
                previous = position;
                for (long unary = gap >>> parameter; unary > 0; unary--) {
                    code[(int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
                    bit++;
                }
                bit++;
                for (int b = 0; b < parameter; b++, bit++) {
                    code[(int) (bit >>> 3)] |= (byte) ((gap >>> b & 1) << (bit & 7));
                }
            }
        }
        out.writeByte(GAPS);
        out.writeByte(parameter);
        out.writeLong(count);
        out.writeInt(bytes);
        out.write(code);
    }

    static Mask read(DataInput in) throws IOException {
        int rank = in.readUnsignedByte();
        if (rank > MAX_RANK) {
            throw damaged("its rank is (" + rank + ")");
        }
        long[] shape = new long[rank];
        for (int d = 0; d < rank; d++) {
            shape[d] = in.readLong();
        }
        long size;
        long[] words;
        try {
            size = checkedSize(shape);
            words = new long[wordsFor(size)];
        } catch (IllegalArgumentException e) {
            throw new IOException("The mask is damaged: " + e.getMessage(), e);
        }
        int form = in.readUnsignedByte();
        switch (form) {
            case PACKED -> readPacked(size, words, in);
            case GAPS -> readGaps(size, words, in);
            default -> throw damaged("its form is (" + form + ")");
        }
        return new Mask(shape, size, words);
    }

    private static void readPacked(long size, long[] words, DataInput in) throws IOException {
        long bytes = (size + 7) / 8;
        for (long b = 0; b < bytes; b++) {
            words[(int) (b >>> 3)] |= (long) in.readUnsignedByte() << ((b & 7) << 3);
        }
        if ((words[words.length - 1] & ~valid(words.length - 1, size)) != 0) {
            throw damaged("it has bits beyond its last position");
        }
    }

    private static void readGaps(long size, long[] words, DataInput in) throws IOException {
        int parameter = in.readUnsignedByte();
        long count = in.readLong();
        int bytes = in.readInt();
        if (parameter > 62 || count < 0 || count > size || bytes < 0 || bytes > size / 8 + 1) {
            throw damaged("its code has (" + bytes + ") bytes for (" + count + ") of (" + size + ") positions");
        }
        byte[] code = new byte[bytes];
        in.readFully(code);
        long end = (long) bytes << 3;
        long bit = 0;
        long position = -1;
        for (long n = 0; n < count; n++) {
            long gap = 0;
            while (bit < end && bitAt(code, bit) == 1) {
                gap++;
                bit++;
            }
            bit++;
            if (bit + parameter > end) {
                throw damaged("its code ends early");
            }
            gap <<= parameter;
            for (int b = 0; b < parameter; b++, bit++) {
                gap |= (long) bitAt(code, bit) << b;
            }
            position += gap + 1;
            if (position < 0 || position >= size) {
                throw damaged("a position leaves the array");
            }
            words[(int) (position >>> 6)] |= 1L << position;
        }
    }

    private static int bitAt(byte[] code, long bit) {
        return code[(int) (bit >>> 3)] >>> (bit & 7) & 1;
    }

    private static IOException damaged(String what) {
        return new IOException("The mask is damaged: " + what + ".");
    }
}
