package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;

/** Walks one weight array of single precision for a {@link BitSelection}. */
final class SelectedBits {

    private final BitSelection selection;
    private final Site site;
    private final int[] numbers = new int[NumberBlocks.SIZE];
    private final int[] extra = new int[NumberBlocks.SIZE];

    private SelectedBits(BitSelection selection, Site site) {
        this.selection = selection;
        this.site = site;
    }

    /** The walk, or null where numbers have to be converted. */
    static SelectedBits of(EffectiveWeight effective, Site site, NumberBlocks own) {
        return effective instanceof BitSelection selection && own.hasBits() ? new SelectedBits(selection, site) : null;
    }

    /** Copies numbers of the array to where others of the same order are, without the unused ones. */
    void copy(NumberBlocks own, NumberBlocks from, long fromAt, NumberBlocks to, long toAt) {
        int size = site.array().size();
        for (int first = 0; first < size; first += NumberBlocks.SIZE) {
            int count = Math.min(NumberBlocks.SIZE, size - first);
            select(own, from, fromAt, first, count);
            to.writeBits(numbers, toAt + first, count);
        }
    }

    /** Removes the unused ones among the stored weights. */
    void restore(NumberBlocks own) {
        int size = site.array().size();
        for (int first = 0; first < size; first += NumberBlocks.SIZE) {
            int count = Math.min(NumberBlocks.SIZE, size - first);
            if (select(own, own, site.storedAt(), first, count) != 0) {
                own.writeBits(numbers, site.storedAt() + first, count);
            }
        }
    }

    private int select(NumberBlocks own, NumberBlocks from, long fromAt, int first, int count) {
        from.readBits(fromAt + first, numbers, count);
        own.readBits(site.extraSlots().get(0).at() + first, extra, count);
        return selection.keepUsed(numbers, extra, count);
    }
}
