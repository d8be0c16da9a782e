package io.github.dl4jsparse.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void theFirstColumnStandsLeftAndTheOthersRight() {
        TextTable table = TextTable.of("run", "n").row("a long name", "7").row("b", "1,234");

        assertThat(table.toString().lines())
                .containsExactly(
                        "run              n", "------------------", "a long name      7", "b            1,234");
    }

    @Test
    void aRowNeedsACellForEachTitle() {
        assertThatThrownBy(() -> TextTable.of("run", "n").row("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(2)");
    }
}
