package io.github.dl4jsparse.examples.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;

class MethodsTest {

    @Test
    void namesAndAliasesAreUnderstoodInAnyCase() {
        assertThat(Methods.named("RigL").name()).isEqualTo("rigl");
        assertThat(Methods.named("static").name()).isEqualTo("fixed");
    }

    @Test
    void noTwoMethodsShareAName() {
        assertThat(Methods.all().stream()
                        .flatMap(method -> Stream.concat(Stream.of(method.name()), method.aliases().stream())))
                .doesNotHaveDuplicates();
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Methods.named("sett"))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(sett)")
                .hasMessageContaining("dense, fixed, set, magran");
    }
}
