package io.github.dl4jsparse.listeners.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.testing.LayerKind;
import io.github.dl4jsparse.layers.testing.TinyNetworks;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.listeners.topology.DropCriterion;
import io.github.dl4jsparse.listeners.topology.DropFraction;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.GrowthInit;
import io.github.dl4jsparse.listeners.topology.TopologyUpdate;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class SparsityMonitorTest {

    private final List<TopologyUpdate> updates = new ArrayList<>();

    private DynamicSparseTraining rigl(UpdateSchedule schedule) {
        return DynamicSparseTraining.rigl()
                .schedule(schedule)
                .fraction(DropFraction.constant(.5))
                .sparsity(.6)
                .seed(3)
                .onUpdate(updates::add);
    }

    private static void add(Model net, TrainingListener listener) {
        List<TrainingListener> listeners = NetworkView.of(net).listeners();
        listeners.add(listener);
        NetworkView.of(net).setListeners(listeners);
    }

    private static Model network(boolean graph) {
        return graph
                ? TinyNetworks.graph(LayerKind.DENSE, true, b -> b)
                : TinyNetworks.layered(LayerKind.DENSE, true, b -> b);
    }

    private static void fit(Model net, int steps) {
        TinyNetworks.fit(net, TinyNetworks.batches(LayerKind.Data.FLAT, steps));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachUpdateIsReportedWithItsChanges(boolean graph) {
        Model net = network(graph);
        rigl(UpdateSchedule.everySteps(2)).attach(net);
        SparsityMonitor monitor = new SparsityMonitor();
        add(net, monitor);

        fit(net, 6);

        assertThat(monitor.history()).extracting(SparsityReport::updates).containsExactly(0L, 1L, 2L, 3L);
        assertThat(monitor.history()).extracting(SparsityReport::iteration).containsExactly(0, 1, 3, 5);
        for (int i = 0; i < 3; i++) {
            SparsityReport report = monitor.history().get(i + 1);
            assertThat(updates.get(i).changes()).isNotEmpty();
            for (TopologyUpdate.Change change : updates.get(i).changes()) {
                WeightMeasures weight = report.weight(change.name()).orElseThrow();
                assertThat(weight.change().dropped()).isEqualTo(change.dropped());
                assertThat(weight.change().grown()).isEqualTo(change.grown());
                assertThat(weight.turnover()).isEqualTo((double) change.grown() / change.connections());
            }
        }
        SparsityReport last = monitor.history().get(3);
        assertThat(last.explored()).isGreaterThan(last.density());
    }

    @Test
    void connectionsThatGrewInVainAreCounted() {
        Model net = network(false);
        // all that is grown starts at 0, and without learning it is dropped first
        DynamicSparseTraining.set()
                .drop(DropCriterion.magnitude())
                .init(GrowthInit.zero())
                .schedule(UpdateSchedule.everySteps(1))
                .fraction(DropFraction.constant(.3))
                .excludeJustDropped(true)
                .sparsity(.6)
                .attach(net);
        SparsityMonitor monitor = new SparsityMonitor();
        add(net, monitor);
        ((MultiLayerNetwork) net).setLearningRate(0);

        fit(net, 3);

        List<TopologyChange> changes =
                monitor.history().stream().map(SparsityReport::change).toList();
        assertThat(changes.get(1).droppedJustGrown()).isZero();
        assertThat(changes.get(2).droppedJustGrown())
                .isEqualTo(changes.get(2).dropped())
                .isPositive();
        assertThat(changes.get(2).droppedJustGrownShare()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientFlowIsThatOfTheStepBeforeTheUpdate(boolean graph) {
        Model net = network(graph);
        rigl(UpdateSchedule.everySteps(3)).attach(net);
        List<double[]> gradients = new ArrayList<>();
        add(net, new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                gradients.add(NetworkView.of(model).gradients().dup().data().asDouble());
            }
        });
        SparsityMonitor monitor = new SparsityMonitor();
        add(net, monitor);

        fit(net, 3);

        SparsityReport report = monitor.history().get(1);
        // x_W is masked and the first of the flat vector; the values of s_W follow its biases
        WeightMeasures first = report.weights().get(0);
        double flow = 0;
        for (int i = 0; i < first.positions(); i++) {
            flow += gradients.get(2)[i] * gradients.get(2)[i];
        }
        assertThat(first.gradientFlow()).isPositive().isCloseTo(flow, within(1e-6 * flow));
        assertThat(report.gradientFlow()).isGreaterThan(first.gradientFlow());
        double norms = report.weights().stream()
                .mapToDouble(WeightMeasures::gradientFlow)
                .filter(f -> !Double.isNaN(f))
                .map(Math::sqrt)
                .average()
                .orElseThrow();
        assertThat(report.effectiveGradientFlow()).isEqualTo(norms);
    }

    @Test
    void aMonitorDoesNotChangeTheTraining() {
        Model watched = network(false);
        rigl(UpdateSchedule.everySteps(2)).attach(watched);
        add(watched, new SparsityMonitor().everySteps(1));
        Model alone = network(false);
        rigl(UpdateSchedule.everySteps(2)).attach(alone);

        fit(watched, 7);
        fit(alone, 7);

        assertThat(TinyNetworks.parameters(watched)).isEqualTo(TinyNetworks.parameters(alone));
    }

    @Test
    void updatesAtTheEndOfEpochsAreReportedWithTheFlowOfTheEpochsFirstStep() {
        Model net = network(false);
        DynamicSparseTraining.set().sparsity(.6).attach(net);
        SparsityMonitor monitor = new SparsityMonitor();
        add(net, monitor);

        fit(net, 2);
        fit(net, 2);

        assertThat(monitor.history()).extracting(SparsityReport::updates).containsExactly(0L, 1L, 2L);
        assertThat(monitor.history().get(1).gradientFlow()).isPositive();
    }

    @Test
    void reportsComeAsOftenAsAskedAndTheOldestGo() {
        Model net = network(false);
        rigl(UpdateSchedule.everySteps(2)).attach(net);
        List<SparsityReport> told = new ArrayList<>();
        SparsityMonitor monitor =
                new SparsityMonitor().everyUpdates(2).everySteps(3).keep(2).to(told::add);
        add(net, monitor);

        fit(net, 8);

        assertThat(told).extracting(SparsityReport::iteration).containsExactly(0, 2, 3, 5, 7);
        assertThat(monitor.history()).isEqualTo(told.subList(3, 5));
    }

    @Test
    void tablesTellWhatWasMeasured(@TempDir Path folder) throws IOException {
        Model net = network(false);
        rigl(UpdateSchedule.everySteps(2)).attach(net);
        SparsityMonitor monitor = new SparsityMonitor();
        add(net, monitor);
        fit(net, 4);

        monitor.write(folder.resolve("a/report.csv"));
        monitor.write(folder.resolve("a/report.json"));

        List<String> lines = Files.readAllLines(folder.resolve("a/report.csv"));
        int arrays = monitor.history().get(0).weights().size();
        assertThat(lines).hasSize(1 + 3 * (arrays + 1));
        int columns = lines.get(0).split(",").length;
        assertThat(lines).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(columns));
        assertThat(lines.get(1)).startsWith("0,0,0,x_W,6x");
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("a/report.json").toFile());
        assertThat(json).hasSize(3);
        JsonNode weight = json.get(2).get("weights").get(0);
        SparsityReport last = monitor.history().get(2);
        assertThat(weight.get("connections").asLong())
                .isEqualTo(last.weights().get(0).connections());
        last.weights()
                .get(0)
                .inDegrees()
                .units()
                .forEach((degree, units) -> assertThat(
                                weight.get("inDegrees").get("" + degree).asInt())
                        .isEqualTo(units));
        assertThat(json.get(0).get("gradientFlow").isNull()).isTrue();
    }

    @Test
    void aMonitorOfTwoNetworksIsRefused() {
        SparsityMonitor monitor = new SparsityMonitor();
        Model one = network(false);
        Model two = network(false);
        add(one, monitor);
        add(two, monitor);
        fit(one, 1);

        assertThatThrownBy(() -> fit(two, 1))
                .isInstanceOf(DL4JInvalidConfigException.class)
                .hasMessageContaining("one network");
        assertThatThrownBy(() -> new SparsityMonitor().keep(0)).hasMessageContaining("(0)");
    }

    @Test
    void denseArraysHaveAGradientFlowToo() {
        MultiLayerNetwork net = TinyNetworks.perceptron(b -> b);
        List<Double> flows = new ArrayList<>();
        add(net, new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                double flow = 0;
                for (String key : List.of("0_W", "1_W", "2_W")) {
                    flow += Math.pow(
                            model.gradient().getGradientFor(key).norm2Number().doubleValue(), 2);
                }
                flows.add(flow);
            }
        });
        SparsityMonitor monitor = new SparsityMonitor().everySteps(1);
        add(net, monitor);

        fit(net, 2);

        assertThat(monitor.history()).hasSize(3);
        assertThat(monitor.history().get(2).gradientFlow()).isCloseTo(flows.get(1), within(1e-5 * flows.get(1)));
    }

    @Test
    void aMonitorThatIsToldFirstKnowsNoGradientFlow() {
        Model net = network(false);
        SparsityMonitor monitor = new SparsityMonitor();
        add(net, monitor);
        add(net, rigl(UpdateSchedule.everySteps(2)).build());

        TinyNetworks.fit(net, TinyNetworks.data(LayerKind.Data.FLAT, 4, 9)); // no epoch attaches the method before
        fit(net, 5);

        assertThat(updates).hasSize(3);
        assertThat(monitor.history()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(monitor.history().get(2).weight("x_W").orElseThrow().gradientFlow())
                .isNaN();
    }
}
