package io.github.dl4jsparse.examples.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.junit.jupiter.api.Test;

class SparseRuntimeTest {

    @Test
    void otherKernelsThanThoseAskedForAreRefused() {
        assertThatThrownBy(() -> SparseRuntime.check(KernelChoice.VECTOR, "scalar"))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("(vector)")
                .hasMessageContaining("(scalar)")
                .hasMessageContaining("--add-modules=jdk.incubator.vector");
    }

    @Test
    void anyKernelsDoForAuto() {
        assertThatCode(() -> SparseRuntime.check(KernelChoice.AUTO, "vector")).doesNotThrowAnyException();
    }
}
