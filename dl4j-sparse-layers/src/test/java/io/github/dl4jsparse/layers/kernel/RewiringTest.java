package io.github.dl4jsparse.layers.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jsparse.layers.mask.SortedPositions;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RewiringTest {

    /** Storage: (0,0) (2,0) (1,1). */
    private static final CompressedPattern OLD = CompressedPattern.ofPositions(3, 2, 0, 3, 4);

    @Test
    void movesConnectionsAndTellsWhereTheyComeFrom() {
        Rewiring rewiring = OLD.rewire(new long[] {0}, new long[] {2});

        assertThat(rewiring.pattern().positions()).containsExactly(2, 3, 4);
        // new storage: (1,0) (2,0) (1,1)
        assertThat(IntStream.range(0, 3).map(rewiring::source)).containsExactly(-1, 1, 2);
        assertThat(rewiring.grown()).isEqualTo(1);
        assertThat(rewiring.carry(new float[] {1, 2, 3}, 0)).containsExactly(0, 2, 3);
    }

    @Test
    void aPositionDroppedAndGrownKeepsItsPlace() {
        Rewiring rewiring = OLD.rewire(new long[] {0, 4}, new long[] {0, 5});

        assertThat(rewiring.pattern().positions()).containsExactly(0, 3, 5);
        assertThat(IntStream.range(0, 3).map(rewiring::source)).containsExactly(0, 2, -1);
        assertThat(rewiring.grown()).isEqualTo(1);
    }

    @Test
    void mayChangeTheNumberOfConnections() {
        assertThat(OLD.rewire(new long[] {}, new long[] {1, 2, 5}).pattern()).isEqualTo(CompressedPattern.full(3, 2));
        assertThat(OLD.rewire(new long[] {0, 3, 4}, new long[] {}).pattern().connections())
                .isZero();
    }

    @Test
    void refusesToDropWhatIsNotConnected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OLD.rewire(new long[] {1}, new long[] {}))
                .withMessageContaining("position (1) cannot be dropped");
    }

    @Test
    void refusesToGrowWhatIsConnected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OLD.rewire(new long[] {0}, new long[] {3}))
                .withMessageContaining("position (3) cannot be grown");
    }

    @Test
    void refusesPositionsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OLD.rewire(new long[] {}, new long[] {6}))
                .withMessageContaining("[0, 6)");
    }

    @Test
    void agreesWithSetArithmeticOnRandomPatterns() {
        for (int seed = 0; seed < 50; seed++) {
            RandomStream random = RandomStream.of(seed, "rewiring");
            int nIn = 1 + random.nextInt(9);
            int nOut = 1 + random.nextInt(9);
            CompressedPattern old = CompressedPattern.random(nIn, nOut, random.nextInt(nIn * nOut + 1), random);
            long[] active = old.positions();
            long[] drop = pick(active, random);
            SortedPositions kept = SortedPositions.of((long) nIn * nOut, active).minus(drop);
            long[] grow = kept.sampleOthers(random.nextInt((int) (kept.universe() - kept.count()) + 1), random);

            Rewiring rewiring = old.rewire(drop, grow);

            assertThat(rewiring.pattern().positions()).isEqualTo(kept.plus(grow).toArray());
            for (int unit = 0; unit < nOut; unit++) {
                for (int k = rewiring.pattern().start(unit);
                        k < rewiring.pattern().start(unit + 1);
                        k++) {
                    int source = old.indexOf(rewiring.pattern().input(k), unit);
                    assertThat(rewiring.source(k)).isEqualTo(Math.max(-1, source));
                }
            }
        }
    }

    private static long[] pick(long[] from, RandomStream random) {
        return IntStream.range(0, from.length)
                .filter(i -> random.nextBoolean())
                .mapToLong(i -> from[i])
                .toArray();
    }
}
