package io.github.dl4jsparse.listeners.monitor;

import java.util.Arrays;

/**
 * The assignment of rows to columns with the smallest sum of costs: the Hungarian method in the form of Jonker and
 * Volgenant, shortest augmenting paths with potentials. O(n^3) time, O(n) memory beside the costs. Libraries of graphs
 * that have it, such as JGraphT, want an object for each of the n^2 costs and take a hundred times as long.
 */
final class OptimalAssignment {

    private final double[][] costs;
    private final int size;
    private final double[] rowPotentials;
    private final double[] columnPotentials;
    /** The row of each column, counted from 1; 0 is none. Column 0 holds the row that is being assigned. */
    private final int[] rowOf;

    private OptimalAssignment(double[][] costs) {
        this.costs = costs;
        this.size = costs.length;
        this.rowPotentials = new double[size + 1];
        this.columnPotentials = new double[size + 1];
        this.rowOf = new int[size + 1];
    }

    /** The column of each row of a square matrix. */
    static int[] of(double[][] costs) {
        OptimalAssignment assignment = new OptimalAssignment(costs);
        for (int row = 1; row <= assignment.size; row++) {
            assignment.assign(row);
        }
        int[] columns = new int[assignment.size];
        for (int column = 1; column <= assignment.size; column++) {
            columns[assignment.rowOf[column] - 1] = column - 1;
        }
        return columns;
    }

    private void assign(int row) {
        double[] distance = new double[size + 1];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        int[] before = new int[size + 1];
        boolean[] done = new boolean[size + 1];
        rowOf[0] = row;
        int column = 0;
        while (rowOf[column] != 0) {
            done[column] = true;
            column = nextColumn(column, distance, before, done);
        }
        while (column != 0) {
            rowOf[column] = rowOf[before[column]];
            column = before[column];
        }
    }

    /** Lengthens the shortest paths by a column and moves the potentials, so that reduced costs along them are 0. */
    private int nextColumn(int from, double[] distance, int[] before, boolean[] done) {
        int row = rowOf[from];
        double least = Double.POSITIVE_INFINITY;
        int next = 0;
        for (int column = 1; column <= size; column++) {
            if (!done[column]) {
                double reduced = costs[row - 1][column - 1] - rowPotentials[row] - columnPotentials[column];
                if (reduced < distance[column]) {
                    distance[column] = reduced;
                    before[column] = from;
                }
                if (distance[column] < least) {
                    least = distance[column];
                    next = column;
                }
            }
        }
        for (int column = 0; column <= size; column++) {
            if (done[column]) {
                rowPotentials[rowOf[column]] += least;
                columnPotentials[column] -= least;
            } else {
                distance[column] -= least;
            }
        }
        return next;
    }
}
