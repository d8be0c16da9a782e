package io.github.dl4jsparse.listeners.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartStatesTest {

    private static class Counter implements MethodPart {

        private int count;

        Counter(int count) {
            this.count = count;
        }

        @Override
        public void writeState(DataOutput out) throws IOException {
            out.writeInt(count);
        }

        @Override
        public void readState(DataInput in) throws IOException {
            count = in.readInt();
        }
    }

    private static final class OtherCounter extends Counter {

        OtherCounter(int count) {
            super(count);
        }
    }

    @Test
    void partsOfOneClassGetTheirStatesInOrder() throws IOException {
        PartStates states = PartStates.of(List.of(new Counter(3), new OtherCounter(4), new Counter(5)));
        Counter first = new Counter(0);
        Counter second = new Counter(0);
        Counter third = new Counter(9);

        states.giveTo(List.of(first, second, third));

        assertThat(List.of(first.count, second.count, third.count)).containsExactly(3, 5, 9);
    }
}
