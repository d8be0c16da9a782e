package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.mask.NonFiniteScoreException;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The cases of the literature that are worked by hand. */
class WorkedUpdatesTest {

    private static final double[] SET_VALUES = {-.8, -.4, -.1, -.05, .02, .07, .1, .3, .5, .9};

    /** Positions 1 to 6 of the worked case of RigL; position 0 stands aside, active and large. */
    private static HandMadeWeight rigl() {
        HandMadeWeight hand = HandMadeWeight.of(7, new long[] {0, 1, 2, 3, 4}, new double[] {9, .5, -.1, .05, .9});
        hand.momentum(0.25);
        hand.gradient(0, .1, -.9, .2, .3, -.8, .4);
        return hand;
    }

    @Test
    void riglDropsTheSmallestMagnitudesAndGrowsTheLargestGradients() {
        HandMadeWeight hand = rigl();

        // floor(0.4 * 5) = 2: drop {3, 2}, grow {2, 5}
        List<TopologyUpdate.Change> changes = hand.rigl(0.4, false);

        assertThat(hand.weight().active().toArray()).containsExactly(0, 1, 2, 4, 5);
        assertThat(changes).containsExactly(new TopologyUpdate.Change("w_W", 1, 1, 5));
    }

    @Test
    void riglLeavesWhatItDropsAndGrowsAtOnceAsItWas() {
        HandMadeWeight hand = rigl();

        hand.rigl(0.4, false);

        assertThat(hand.bits(2)).isEqualTo(Float.floatToRawIntBits(-.1f));
        assertThat(hand.slots().get(2, 0)).isEqualTo(2.25);
    }

    @Test
    void riglStartsTheGrownConnectionAtZeroWithFreshMomentum() {
        HandMadeWeight hand = rigl();

        hand.rigl(0.4, false);

        assertThat(hand.bits(5)).isZero();
        assertThat(hand.slots().get(5, 0)).isZero();
        assertThat(hand.bits(3)).as("the dropped one").isZero();
        assertThat(hand.slots().get(3, 0)).as("the dropped one").isZero();
    }

    @Test
    void riglLeavesKeptConnectionsAlone() {
        HandMadeWeight hand = rigl();

        hand.rigl(0.4, false);

        float[] kept = {9, .5f, 0, 0, .9f};
        for (int position : new int[] {0, 1, 4}) {
            assertThat(hand.bits(position)).isEqualTo(Float.floatToRawIntBits(kept[position]));
            assertThat(hand.slots().get(position, 0)).isEqualTo(0.25 + position);
        }
    }

    @Test
    void riglCanBeToldNotToRegrowWhatItHasJustDropped() {
        HandMadeWeight hand = rigl();

        hand.rigl(0.4, true);

        assertThat(hand.weight().active().toArray()).containsExactly(0, 1, 4, 5, 6);
        assertThat(hand.bits(2)).isZero();
    }

    @Test
    void riglBreaksTiesByTheLowerIndex() {
        HandMadeWeight hand = HandMadeWeight.of(8, new long[] {0, 2, 4, 6}, new double[] {.5, -.5, .5, -.5});
        hand.gradient(1, 1, -1, 1, 1, -1, 1, 1);

        hand.rigl(0.5, true);

        // drop {0, 2}, grow {1, 3}; the -1 at 2 and 5 are as large
        assertThat(hand.weight().active().toArray()).containsExactly(1, 3, 4, 6);
    }

    @Test
    void riglRefusesGradientsThatAreNotFiniteAndChangesNothing() {
        HandMadeWeight hand = rigl();
        int[] before = TinyNetworks.parameters(hand.network());
        hand.gradient(0, .1, Double.NaN, .2, .3, -.8, .4);

        assertThatThrownBy(() -> hand.rigl(0.4, false)).isInstanceOf(NonFiniteScoreException.class);

        assertThat(TinyNetworks.parameters(hand.network())).isEqualTo(before);
        assertThat(hand.weight().active().toArray()).containsExactly(0, 1, 2, 3, 4);
    }

    private static HandMadeWeight set() {
        long[] active = LongStream.range(0, 10).map(p -> 2 * p).toArray();
        HandMadeWeight hand = HandMadeWeight.of(40, active, SET_VALUES);
        hand.momentum(0.25);
        return hand;
    }

    @Test
    void setDropsTheHalfOfEachSignThatIsClosestToZero() {
        HandMadeWeight hand = set();

        hand.set(0.5, true);

        // dropped {-.05, -.1, .02, .07, .1} at 6, 4, 8, 10, 12; kept -.8, -.4, .3, .5, .9
        assertThat(hand.weight().active().count()).isEqualTo(10);
        assertThat(hand.weight().active().toArray()).contains(0, 2, 14, 16, 18).doesNotContain(4, 6, 8, 10, 12);
        for (int p : new int[] {0, 2, 14, 16, 18}) {
            assertThat(hand.bits(p)).isEqualTo(Float.floatToRawIntBits((float) SET_VALUES[p / 2]));
            assertThat(hand.slots().get(p, 0)).isEqualTo(0.25 + p);
        }
    }

    @Test
    void setGrowsWithFreshMomentumWhereNothingWasKept() {
        HandMadeWeight hand = set();

        hand.set(0.5, false);

        List<Long> kept = List.of(0L, 2L, 14L, 16L, 18L);
        List<Long> dropped = List.of(4L, 6L, 8L, 10L, 12L);
        assertThat(hand.weight().active().count()).isEqualTo(10);
        hand.weight().forEachActive((position, value) -> {
            if (!kept.contains(position) && !dropped.contains(position)) {
                assertThat(hand.slots().get(position, 0)).isZero();
                assertThat(value).isNotZero().isBetween(-0.6, 0.6);
            }
        });
    }

    @Test
    void setDropsExactZerosAndThenTheShareOfEachSign() {
        HandMadeWeight hand =
                HandMadeWeight.of(20, new long[] {0, 1, 2, 3, 4, 5}, new double[] {0.0, -0.0, -.5, -.4, .3, .2});

        hand.set(0.5, true);

        assertThat(hand.weight().active().toArray())
                .contains(2, 4)
                .doesNotContain(0, 1, 3, 5)
                .hasSize(6);
    }

    @Test
    void setWithOneSignOnlyDropsOfThatSign() {
        HandMadeWeight hand = HandMadeWeight.of(20, new long[] {0, 1, 2, 3}, new double[] {.4, .1, .3, .2});

        hand.set(0.5, true);

        assertThat(hand.weight().active().toArray())
                .contains(0, 2)
                .doesNotContain(1, 3)
                .hasSize(4);
    }

    @Test
    void setWithFewerConnectionsThanTheFractionNeedsChangesNothing() {
        HandMadeWeight hand = HandMadeWeight.of(20, new long[] {0, 1, 2}, new double[] {.4, .1, -.3});

        assertThat(hand.set(0.3, false)).isEmpty();
        assertThat(hand.weight().active().toArray()).containsExactly(0, 1, 2);
    }

    @Test
    void aFractionOfZeroChangesNothingEvenWhereValuesAreZero() {
        HandMadeWeight hand = HandMadeWeight.of(20, new long[] {0, 1, 2}, new double[] {0, .1, -.3});

        assertThat(hand.set(0, false)).isEmpty();
        assertThat(hand.weight().active().toArray()).containsExactly(0, 1, 2);
    }

    @Test
    void oneConnectionAlwaysStays() {
        HandMadeWeight hand = HandMadeWeight.of(20, new long[] {3, 7, 9}, new double[] {.4, .1, -.3});

        hand.set(1, true);

        assertThat(hand.weight().active().toArray())
                .contains(3)
                .doesNotContain(7, 9)
                .hasSize(3);
    }

    @Test
    void aDenseWeightIsLeftAlone() {
        HandMadeWeight hand = HandMadeWeight.of(3, new long[] {0, 1, 2}, new double[] {.4, .1, -.3});
        hand.gradient(1, 1, 1);

        assertThat(hand.rigl(0.5, false)).isEmpty();
        assertThat(hand.bits(1)).isEqualTo(Float.floatToRawIntBits(.1f));
    }

    @Test
    void withoutRegrowthNoMoreIsDroppedThanFindsAPlace() {
        HandMadeWeight hand = HandMadeWeight.of(6, new long[] {0, 1, 2, 3, 4}, new double[] {.5, .1, .2, .3, .4});

        List<TopologyUpdate.Change> changes = hand.set(0.8, true);

        assertThat(changes).containsExactly(new TopologyUpdate.Change("w_W", 1, 1, 5));
        assertThat(hand.weight().active().toArray()).containsExactly(0, 2, 3, 4, 5);
    }
}
