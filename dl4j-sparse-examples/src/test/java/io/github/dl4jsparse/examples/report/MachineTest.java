package io.github.dl4jsparse.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void theVersionIsThatOfThePom() {
        assertThat(Machine.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void provenanceNamesTheBackendAndItsThreads() {
        Provenance provenance = Machine.provenance("dl4j-sparse methods");

        assertThat(provenance.backend()).contains("CpuBackend").containsPattern("\\d+ threads");
        assertThat(provenance.command()).isEqualTo("dl4j-sparse methods");
    }
}
