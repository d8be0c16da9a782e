package io.github.dl4jsparse.listeners.topology;

import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** A number for each connection of a weight. New connections have none (NaN) until one is set. 16 bytes for each. */
final class ConnectionNumbers {

    private long[] positions;
    private double[] numbers;
    private int cursor = -1;

    private ConnectionNumbers(long[] positions, double[] numbers) {
        this.positions = positions;
        this.numbers = numbers;
    }

    static ConnectionNumbers of(SparseWeight weight) {
        long[] positions = weight.active().toArray();
        double[] none = new double[positions.length];
        Arrays.fill(none, Double.NaN);
        return new ConnectionNumbers(positions, none);
    }

    double get(long position) {
        int i = index(position);
        return i < 0 ? Double.NaN : numbers[i];
    }

    /** Sets the number of a connection; where it is new, those of connections that are gone are forgotten. */
    void set(SparseWeight weight, long position, double number) {
        if (index(position) < 0) {
            follow(weight);
        }
        numbers[index(position)] = number;
    }

    /** Most visits come in ascending order, where the next place is the right one. */
    private int index(long position) {
        int next = cursor + 1 < positions.length ? cursor + 1 : 0;
        boolean found = next < positions.length && positions[next] == position;
        int i = found ? next : Arrays.binarySearch(positions, position);
        cursor = Math.max(-1, i);
        return i;
    }

    private void follow(SparseWeight weight) {
        ConnectionNumbers now = of(weight);
        for (int i = 0; i < now.positions.length; i++) {
            now.numbers[i] = get(now.positions[i]);
        }
        positions = now.positions;
        numbers = now.numbers;
        cursor = -1;
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(positions.length);
        for (int i = 0; i < positions.length; i++) {
            out.writeLong(positions[i]);
            out.writeDouble(numbers[i]);
        }
    }

    static ConnectionNumbers readFrom(DataInput in) throws IOException {
        int count = in.readInt();
        ConnectionNumbers read = new ConnectionNumbers(new long[count], new double[count]);
        for (int i = 0; i < count; i++) {
            read.positions[i] = in.readLong();
            read.numbers[i] = in.readDouble();
        }
        return read;
    }
}
