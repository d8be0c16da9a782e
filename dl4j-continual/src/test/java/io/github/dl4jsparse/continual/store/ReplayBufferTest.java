package io.github.dl4jsparse.continual.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jsparse.layers.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ReplayBufferTest {

    /** An example whose feature is its number. */
    private static DataSet example(int number, int label) {
        return new DataSet(Nd4j.createFromArray(new float[][] {{number}}), Nd4j.createFromArray(new float[][] {
            {label == 0 ? 1 : 0, label == 1 ? 1 : 0, label == 2 ? 1 : 0}
        }));
    }

    @Test
    void aReservoirKeepsEachExampleWithTheSameChance() {
        int[] kept = new int[20];
        for (int run = 0; run < 1000; run++) {
            ReplayBuffer buffer = new ReplayBuffer(5, ReplayBuffer.Policy.RESERVOIR);
            RandomStream random = RandomStream.of(1, "run", run);
            for (int i = 0; i < 20; i++) {
                buffer.offer(example(i, 0), random);
            }
            for (int place = 0; place < 5; place++) {
                kept[buffer.batch(place).getFeatures().getInt(0)]++;
            }
        }
        for (int i = 0; i < 20; i++) {
            assertThat(kept[i]).as("example %d", i).isBetween(190, 310); // 250, sd 14
        }
    }

    @Test
    void aBalancedBufferHasAsManyOfEachClass() {
        ReplayBuffer buffer = new ReplayBuffer(6, ReplayBuffer.Policy.CLASS_BALANCED);
        RandomStream random = RandomStream.of(1, "balanced");
        for (int label = 0; label < 3; label++) {
            for (int i = 0; i < 10; i++) {
                buffer.offer(example(i, label), random);
            }
        }

        assertThat(buffer.batch(0, 1, 2, 3, 4, 5).getLabels().sum(0).toFloatVector())
                .containsExactly(2, 2, 2);
    }

    @Test
    void aBalancedBufferKeepsEachExampleOfAClassWithTheSameChance() {
        int[] kept = new int[20];
        for (int run = 0; run < 500; run++) {
            ReplayBuffer buffer = new ReplayBuffer(10, ReplayBuffer.Policy.CLASS_BALANCED);
            RandomStream random = RandomStream.of(1, "run", run);
            for (int i = 0; i < 20; i++) {
                buffer.offer(example(i, 0), random);
            }
            for (int i = 20; i < 40; i++) {
                buffer.offer(example(i, 1), random);
            }
            for (int place = 0; place < 10; place++) {
                int number = buffer.batch(place).getFeatures().getInt(0);
                kept[number % 20] += number < 20 ? 1 : 0;
            }
        }
        for (int i = 0; i < 20; i++) {
            assertThat(kept[i]).as("example %d", i).isBetween(85, 165); // 125, sd 10
        }
    }

    @ParameterizedTest
    @EnumSource(ReplayBuffer.Policy.class)
    void whatIsReadIsWhatWasWritten(ReplayBuffer.Policy policy) throws Exception {
        ReplayBuffer buffer = new ReplayBuffer(4, policy);
        for (int i = 0; i < 9; i++) {
            buffer.offer(example(i, i % 3), RandomStream.of(1, "offer", i));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        buffer.writeTo(new DataOutputStream(bytes));
        ReplayBuffer read = new ReplayBuffer(4, policy);

        read.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int i = 9; i < 20; i++) {
            buffer.offer(example(i, 0), RandomStream.of(2, "offer", i));
            read.offer(example(i, 0), RandomStream.of(2, "offer", i));
        }

        assertThat(read.batch(0, 1, 2, 3).getFeatures().toFloatMatrix())
                .isDeepEqualTo(buffer.batch(0, 1, 2, 3).getFeatures().toFloatMatrix());
        assertThat(read.bytes()).isEqualTo(4 * (4 + 12));
    }

    @Test
    void anEmptyBufferHasNothingToSample() {
        ReplayBuffer buffer = new ReplayBuffer(4, ReplayBuffer.Policy.RESERVOIR);

        assertThatThrownBy(() -> buffer.sample(1, RandomStream.of(1, "sample")))
                .isInstanceOf(IllegalStateException.class);
    }
}
