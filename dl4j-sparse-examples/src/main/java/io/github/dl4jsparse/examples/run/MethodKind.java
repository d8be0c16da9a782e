package io.github.dl4jsparse.examples.run;

/** What a method does to the number of connections and to their places. */
public enum MethodKind {
    /** All connections, always. */
    DENSE(false, false),
    /** As sparse as asked from the start, and never changed. */
    UNCHANGING(true, false),
    /** As sparse as asked from the start; connections move by a rule that is all of one piece. */
    WHOLE(true, false),
    /** As sparse as asked from the start; connections move by parts that can be exchanged. */
    REWIRING(true, true),
    /** Begins with more connections and becomes as sparse as asked; its parts can be exchanged. */
    THINNING(false, true);

    private final boolean sparse;
    private final boolean composed;

    MethodKind(boolean sparse, boolean composed) {
        this.sparse = sparse;
        this.composed = composed;
    }

    boolean isSparse() {
        return sparse;
    }

    boolean isComposed() {
        return composed;
    }
}
