package io.github.dl4jsparse.layers.mask;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The serial form of a mask: {@code rank:byte, dims:long[rank], form:byte, parameter:byte, count:long, bytes:long,
 * crc:int, payload, crc:int}. The payload is packed bits (form 0) or Rice-coded gaps (form 1), whichever is shorter. The
 * first checksum (CRC-32) guards the header, so that no memory is taken because a damaged header asks for it; the second
 * guards the payload.
 */
final class MaskCodec {

    private static final int PACKED = 0;
    private static final int GAPS = 1;
    private static final int MAX_RANK = 8;
    private static final String CHECKSUM = "the checksum of its positions does not fit";

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

    @SuppressWarnings("ArrayRecordComponent") // read or written at once, never compared
    private record Header(long[] shape, int form, int parameter, long count, long bytes) {

        byte[] encoded() {
            ByteBuffer buffer = ByteBuffer.allocate(19 + 8 * shape.length).put((byte) shape.length);
            for (long dim : shape) {
                buffer.putLong(dim);
            }
            return buffer.put((byte) form)
                    .put((byte) parameter)
                    .putLong(count)
                    .putLong(bytes)
                    .array();
        }

        void writeTo(DataOutput out) throws IOException {
            byte[] encoded = encoded();
            out.write(encoded);
            out.writeInt(checksum(encoded));
        }

        static Header readFrom(DataInput in) throws IOException {
            int rank = in.readUnsignedByte();
            if (rank > MAX_RANK) {
                throw damaged("its rank is (" + rank + ")");
            }
            long[] shape = new long[rank];
            for (int d = 0; d < rank; d++) {
                shape[d] = in.readLong();
            }
            Header header =
                    new Header(shape, in.readUnsignedByte(), in.readUnsignedByte(), in.readLong(), in.readLong());
            if (in.readInt() != checksum(header.encoded())) {
                throw damaged("the checksum of its header does not fit");
            }
            return header;
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    static void write(long[] shape, long size, long[] words, long count, DataOutput out) throws IOException {
        int parameter = riceParameter(size, count);
        long packed = (size + 7) / 8;
        long gaps = (gapBits(words, parameter) + 7) / 8;
        if (gaps < packed) {
            new Header(shape, GAPS, parameter, count, gaps).writeTo(out);
            writeGaps(words, parameter, Math.toIntExact(gaps), out);
        } else {
            new Header(shape, PACKED, 0, count, packed).writeTo(out);
            writePacked(words, packed, out);
        }
    }

    private static void writePacked(long[] words, long bytes, DataOutput out) throws IOException {
        CRC32 crc = new CRC32();
        for (long b = 0; b < bytes; b++) {
            int packed = (int) (words[(int) (b >>> 3)] >>> ((b & 7) << 3)) & 0xFF;
            crc.update(packed);
            out.writeByte(packed);
        }
        out.writeInt((int) crc.getValue());
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

    private static void writeGaps(long[] words, int parameter, int bytes, DataOutput out) throws IOException {
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
        out.write(code);
        out.writeInt(checksum(code));
    }

    static Mask read(DataInput in) throws IOException {
        Header header = Header.readFrom(in);
        long size;
        long[] words;
        try {
            size = checkedSize(header.shape);
            words = new long[wordsFor(size)];
        } catch (IllegalArgumentException e) {
            throw new IOException("The mask is damaged: " + e.getMessage(), e);
        }
        switch (header.form) {
            case PACKED -> readPacked(size, words, in);
            case GAPS -> readGaps(size, words, header, in);
            default -> throw damaged("its form is (" + header.form + ")");
        }
        Mask mask = new Mask(header.shape, size, words);
        if (mask.count() != header.count) {
            throw damaged("it has (" + mask.count() + ") active positions instead of (" + header.count + ")");
        }
        return mask;
    }

    private static void readPacked(long size, long[] words, DataInput in) throws IOException {
        CRC32 crc = new CRC32();
        long bytes = (size + 7) / 8;
        for (long b = 0; b < bytes; b++) {
            int packed = in.readUnsignedByte();
            crc.update(packed);
            words[(int) (b >>> 3)] |= (long) packed << ((b & 7) << 3);
        }
        if (in.readInt() != (int) crc.getValue()) {
            throw damaged(CHECKSUM);
        }
        if ((words[words.length - 1] & ~valid(words.length - 1, size)) != 0) {
            throw damaged("it has bits beyond its last position");
        }
    }

    private static void readGaps(long size, long[] words, Header header, DataInput in) throws IOException {
        int parameter = header.parameter;
        if (parameter > 62
                || header.count < 0
                || header.count > size
                || header.bytes < 0
                || header.bytes > size / 8 + 1) {
            throw damaged(
                    "its code has (" + header.bytes + ") bytes for (" + header.count + ") of (" + size + ") positions");
        }
        byte[] code = new byte[(int) header.bytes];
        in.readFully(code);
        if (in.readInt() != checksum(code)) {
            throw damaged(CHECKSUM);
        }
        decode(code, size, words, header);
    }

    private static void decode(byte[] code, long size, long[] words, Header header) throws IOException {
        int parameter = header.parameter;
        long end = (long) code.length << 3;
        long bit = 0;
        long position = -1;
        for (long n = 0; n < header.count; n++) {
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
