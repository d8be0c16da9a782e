package io.github.dl4jsparse.layers.predict;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Scratches that threads take and give back without locks. There are never more in store than places; a thread that finds
 * none makes one, and a scratch that finds no place is left to the garbage collector.
 */
final class ScratchPool {

    private final int width;
    private final AtomicReferenceArray<Scratch> places;

    ScratchPool(int width, int places) {
        this.width = width;
        this.places = new AtomicReferenceArray<>(places);
    }

    Scratch take() {
        for (int i = 0; i < places.length(); i++) {
            Scratch scratch = places.get(i) == null ? null : places.getAndSet(i, null);
            if (scratch != null) {
                return scratch;
            }
        }
        return new Scratch(width);
    }

    void giveBack(Scratch scratch) {
        for (int i = 0; i < places.length(); i++) {
            if (places.get(i) == null && places.compareAndSet(i, null, scratch)) {
                return;
            }
        }
    }
}
