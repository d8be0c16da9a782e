package io.github.dl4jsparse.listeners.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.updater.CyclicSchedule;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import io.github.dl4jsparse.listeners.topology.TopologyUpdate;
import io.github.dl4jsparse.listeners.topology.TrainingMoment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ISchedule;

class TicketCollectorTest {

    private static final TicketPhases PHASES = new TicketPhases(2, 3, 2);

    private final List<TopologyUpdate> updates = new ArrayList<>();

    private static Model network(boolean graph) {
        return graph
                ? TinyNetworks.graph(LayerKind.DENSE, true, b -> b.updater(new Adam(.01)))
                : TinyNetworks.layered(LayerKind.DENSE, true, b -> b.updater(new Adam(.01)));
    }

    private DynamicSparseTraining method(boolean rigl, TicketCollector tickets) {
        DynamicSparseTraining method = rigl ? DynamicSparseTraining.rigl() : DynamicSparseTraining.set();
        return PHASES.on(method, 2).sparsity(.6).seed(8).onUpdate(updates::add).also(tickets);
    }

    private static void fit(Model net, int epochs) {
        for (int e = 0; e < epochs; e++) {
            TinyNetworks.fit(net, TinyNetworks.batches(LayerKind.Data.FLAT, 4));
        }
    }

    private static INDArray output(Model net) {
        INDArray x = TinyNetworks.data(LayerKind.Data.FLAT, 6, 77).getFeatures();
        return net instanceof MultiLayerNetwork layered ? layered.output(x) : ((ComputationGraph) net).output(x)[0];
    }

    @Test
    void eachRefinementBeginsWithALeapAndEndsWithATicket() {
        PhaseSchedule schedule = new PhaseSchedule(PHASES, 2);
        PhaseFraction fraction = new PhaseFraction(PHASES, .5, .8);

        assertThat(PHASES.epochs()).isEqualTo(8);
        for (int epoch = 0; epoch <= 8; epoch++) {
            assertThat(schedule.due(new TrainingMoment(4L * epoch, epoch, true, epoch / 8.0)))
                    .isEqualTo(epoch == 2 || epoch == 5);
            assertThat(schedule.due(new TrainingMoment(4L * epoch + 2, epoch, false, (epoch + .5) / 8)))
                    .isEqualTo(epoch != 2 && epoch != 5);
            assertThat(schedule.due(new TrainingMoment(4L * epoch + 1, epoch, false, (epoch + .25) / 8)))
                    .isFalse();
            assertThat(PHASES.endsRefinement(epoch)).isEqualTo(epoch == 5 || epoch == 8);
        }
        assertThat(schedule.due(new TrainingMoment(8, 1, false, 2 / 8.0))).isFalse(); // the last step before the leap
        assertThat(schedule.due(new TrainingMoment(4, 0, false, 1 / 8.0))).isTrue();
        assertThat(fraction.at(0)).isEqualTo(.5);
        assertThat(fraction.at(1.9 / 8)).isEqualTo(.5);
        assertThat(fraction.at(2 / 8.0)).isEqualTo(.8);
        assertThat(fraction.at(2.25 / 8)).isEqualTo(.8);
        assertThat(fraction.at(3 / 8.0)).isCloseTo(.5, within(1e-6));
        assertThat(fraction.at(4 / 8.0)).isCloseTo((.5 + .005) / 2, within(1e-6));
        assertThat(fraction.at(5 / 8.0)).isEqualTo(.8);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void ticketsAreTheNetworkBeforeTheLeap(boolean rigl, boolean graph) {
        Model net = network(graph);
        TicketCollector tickets = TicketCollector.inMemory(PHASES);
        TopologyListener listener = method(rigl, tickets).attach(net);

        fit(net, 4);
        assertThat(tickets.taken()).isZero();
        fit(net, 4);

        assertThat(tickets.taken()).isEqualTo(2);
        List<Ticket> taken = tickets.tickets();
        assertThat(TinyNetworks.bits(output(taken.get(1).network()))).isEqualTo(TinyNetworks.bits(output(net)));
        assertThat(taken.get(1).masks()).isEqualTo(listener.masks());
        assertThat(taken.get(0).masks().count()).isEqualTo(listener.masks().count());
        assertThat(taken.get(0).masks()).isNotEqualTo(taken.get(1).masks());
        assertThat(updates).filteredOn(update -> update.fraction() == .8).hasSize(2);
        INDArray mean = output(taken.get(0).network()).add(output(net)).div(2);
        INDArray x = TinyNetworks.data(LayerKind.Data.FLAT, 6, 77).getFeatures();
        assertThat(tickets.ensemble().output(x).sub(mean).amaxNumber().doubleValue())
                .isLessThan(1e-7);
        assertThat(tickets.ensemble().output(x).sum(1).sub(1).amaxNumber().doubleValue())
                .isLessThan(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aTicketDoesNotHaveTheTopologyAfterTheLeap(boolean rigl) {
        Model net = network(false);
        TicketCollector tickets = TicketCollector.inMemory(PHASES);
        method(rigl, tickets).attach(net);
        fit(net, 4);
        // the last epoch of the first refinement has two updates, and its end begins with the leap to the next
        List<Object> masks = new ArrayList<>();
        updates.clear();
        fit(net, 1);

        masks.add(tickets.tickets().get(0).masks());
        boolean leapt = updates.stream().anyMatch(update -> update.fraction() == .8);
        assertThat(leapt).isEqualTo(!rigl); // growth by gradient waits for the next step
        if (leapt) {
            assertThat(TopologyListener.of(net).orElseThrow().masks()).isNotEqualTo(masks.get(0));
        }
    }

    @Test
    void ticketsInAFolderOutliveTheRun(@TempDir Path folder) throws IOException {
        Model whole = network(false);
        TicketCollector inMemory = TicketCollector.inMemory(PHASES);
        method(true, inMemory).attach(whole);
        fit(whole, 8);
        Model half = network(false);
        method(true, TicketCollector.inFolder(PHASES, folder.resolve("t"))).attach(half);
        fit(half, 6);
        SparseModels.save(half, folder.resolve("half.zip"));
        Model resumed = SparseModels.load(folder.resolve("half.zip"));
        TicketCollector continued = TicketCollector.inFolder(PHASES, folder.resolve("t"));
        method(true, continued).attach(resumed);

        fit(resumed, 2);

        assertThat(continued.taken()).isEqualTo(2);
        assertThat(continued.ensemble().size()).isEqualTo(2);
        INDArray x = TinyNetworks.data(LayerKind.Data.FLAT, 6, 77).getFeatures();
        assertThat(TinyNetworks.bits(continued.ensemble().output(x)))
                .isEqualTo(TinyNetworks.bits(inMemory.ensemble().output(x)));
        assertThat(continued.tickets())
                .extracting(Ticket::masks)
                .isEqualTo(inMemory.tickets().stream().map(Ticket::masks).toList());
    }

    @Test
    void theRateFallsInEachRefinement() {
        ISchedule rate = PHASES.learningRate(.1, .06, .03);

        assertThat(rate.valueAt(0, 1)).isEqualTo(.1);
        assertThat(rate.valueAt(0, 2)).isEqualTo(.06);
        assertThat(rate.valueAt(99, 3)).isCloseTo(.05, within(1e-12));
        assertThat(rate.valueAt(0, 4)).isCloseTo(.04, within(1e-12));
        assertThat(rate.valueAt(0, 5)).isEqualTo(.06);
        MultiLayerConfiguration conf = TinyNetworks.layered(
                        LayerKind.DENSE, true, b -> b.updater(new Nesterovs(rate, .9)))
                .getLayerWiseConfigurations();
        assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
        assertThat(conf.toJson()).contains(CyclicSchedule.class.getName());
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> new TicketPhases(0, 1, 1)).isInstanceOf(DL4JInvalidConfigException.class);
        assertThatThrownBy(() -> PHASES.on(DynamicSparseTraining.set(), 0)).hasMessageContaining("(0)");
        assertThatThrownBy(() -> PHASES.on(DynamicSparseTraining.set(), 1, .5, 80))
                .hasMessageContaining("80.0");
        assertThatThrownBy(() -> PHASES.learningRate(.1, .01, .1)).hasMessageContaining("low");
        assertThatThrownBy(() -> Ensemble.of(List.of())).hasMessageContaining("at least one");
    }
}
