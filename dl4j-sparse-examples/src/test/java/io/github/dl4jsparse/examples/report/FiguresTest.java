package io.github.dl4jsparse.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.Storage;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void figuresAreTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(Figures.percent(0.97314)).isEqualTo("97.31 %");
            assertThat(Figures.count(266_200)).isEqualTo("266,200");
            assertThat(Figures.bytes(1_536)).isEqualTo("1.5 KiB");
            assertThat(Figures.seconds(2.345)).isEqualTo("2.35 s");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void sizesTakeTheFittingUnit() {
        assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
        assertThat(Figures.bytes(3 * 1024 * 1024)).isEqualTo("3.0 MiB");
    }

    @Test
    void longTimesAreToldInMinutesAndSeconds() {
        assertThat(Figures.duration(59.4)).isEqualTo("59 s");
        assertThat(Figures.duration(200)).isEqualTo("3 min 20 s");
    }

    @Test
    void aRunIsNamedByMethodSparsityAndStorage() {
        RunSettings settings = RunSettings.defaults();

        assertThat(Figures.name(settings.with("dense", Storage.MASKED), 0)).isEqualTo("dense");
        assertThat(Figures.name(settings.with("set", Storage.MASKED), 0.9000037))
                .isEqualTo("set 90 %");
        assertThat(Figures.name(settings.with("rigl", Storage.COMPRESSED), 0.985))
                .isEqualTo("rigl 98.5 % compressed");
    }
}
