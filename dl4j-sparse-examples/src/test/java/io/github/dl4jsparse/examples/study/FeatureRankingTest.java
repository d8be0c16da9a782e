package io.github.dl4jsparse.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureRankingTest {

    private static FeatureResult result(String method, double accuracy, List<Integer> order, Set<Integer> informative) {
        return new FeatureResult("data", method, 1, accuracy, order, order, Optional.ofNullable(informative));
    }

    @Test
    void featuresWithMoreConnectionsComeFirstThenThoseOfLargerMagnitudeThenEarlierOnes() {
        FeatureRanking ranking = FeatureRanking.of(new int[] {2, 3, 2, 0, 2}, 0.5, 0.1, 0.9, 0, 0.5);

        assertThat(ranking.byDegree()).containsExactly(1, 2, 0, 4, 3);
        assertThat(ranking.byMagnitude()).containsExactly(2, 0, 4, 1, 3);
    }

    @Test
    void onlyTheFirstOnesCount() {
        FeatureResult run = result("set", 0.5, List.of(4, 2, 0, 1, 3), Set.of(2, 3));

        assertThat(run.foundByDegree(2)).hasValue(1);
        assertThat(run.foundByDegree(1)).hasValue(0);
        assertThat(run.foundByMagnitude(5)).hasValue(2);
    }

    @Test
    void nothingIsFoundWhereNothingIsKnown() {
        assertThat(result("set", 0.5, List.of(0, 1), null).foundByDegree(1)).isEmpty();
    }

    @Test
    void twoRunsShareWhatIsAmongTheFirstOfBoth() {
        FeatureResult one = result("set", 0.5, List.of(0, 1, 2, 3), null);
        FeatureResult other = result("set", 0.5, List.of(1, 3, 0, 2), null);

        assertThat(one.shared(other, 2)).isEqualTo(1);
        assertThat(other.shared(one, 3)).isEqualTo(2);
    }

    @Test
    void theTableTellsMeanAndDeviationBesideChance() {
        FeatureResult none = result("set", 0.6, List.of(0, 1, 2), Set.of(7));
        FeatureResult both = result("set", 0.7, List.of(0, 1, 2), Set.of(0, 2));

        String table = FeatureTable.found(List.of(none, both)).toString();

        assertThat(table).contains("65.00 ± 7.07 %", "1.0 ± 1.4").contains("0.8", "1.6");
    }
}
