package io.github.dl4jsparse.examples.bench;

import io.github.dl4jsparse.listeners.monitor.SparsityMonitor;
import io.github.dl4jsparse.listeners.topology.DropFraction;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Times updates of the topology as parts of the training. A turn of a network is a block of training steps on one minibatch of
 * random numbers, the last of which updates the topology; networks without updates, with SET and with RigL, on ordinary layers
 * under masks and on truly sparse ones, take their turns one after the other. Each update replaces three tenths of the
 * connections, as the first one of a training does; later ones replace fewer.
 */
public final class RewiringBench {

    /** What the sparse networks consist of. */
    public static final String NETWORKS =
            "masked: DenseLayer, OutputLayer; truly sparse: SparseDenseLayer, SparseOutputLayer";

    private static final double FRACTION = 0.3;

    private static final String MONITORED = "rigl";

    private RewiringBench() {}

    /** A network that takes turns. */
    private record Member(
            String storage, String method, boolean monitored, MultiLayerNetwork network, UpdateClock clock) {}

    /**
     * Builds the networks and times them.
     *
     * @param settings what to measure
     * @return a line for each storage and method
     * @throws org.nd4j.linalg.exception.ND4JIllegalStateException if a network's loss is not finite in the end
     */
    public static List<RewiringTime> run(RewiringSettings settings) {
        BenchNetworks networks = new BenchNetworks(settings.arch(), settings.seed());
        DataSet examples = networks.examples(settings.batch());
        List<Member> members = new ArrayList<>();
        for (String storage : List.of("masked", "truly sparse")) {
            methods()
                    .forEach((name, method) ->
                            members.add(member(storage, name, method.get(), false, networks, settings)));
            members.add(member(storage, MONITORED, methods().get(MONITORED).get(), true, networks, settings));
        }
        List<Contender> contenders = members.stream()
                .map(member -> new Contender(member.method(), settings.threads(), () -> {
                    for (int step = 0; step < settings.block(); step++) {
                        member.network().fit(examples);
                    }
                }))
                .toList();
        List<Timing> timings = Interleaved.measure(contenders, settings.rounds());
        members.forEach(member -> StepBench.checkLoss(member.network()));
        List<RewiringTime> times = new ArrayList<>();
        int still = 0;
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).method().equals("fixed")) {
                still = i;
            } else {
                // the monitor's network comes right after its twin without one
                Timing without = timings.get(members.get(i).monitored() ? i - 1 : still);
                times.add(time(members.get(i), timings.get(still), without, timings.get(i), settings));
            }
        }
        return times;
    }

    private static Map<String, Supplier<DynamicSparseTraining>> methods() {
        Map<String, Supplier<DynamicSparseTraining>> methods = new LinkedHashMap<>();
        methods.put("fixed", DynamicSparseTraining::fixed);
        methods.put("set", DynamicSparseTraining::set);
        methods.put("rigl", DynamicSparseTraining::rigl);
        return methods;
    }

    private static Member member(
            String storage,
            String name,
            DynamicSparseTraining method,
            boolean monitored,
            BenchNetworks networks,
            RewiringSettings settings) {
        boolean masked = storage.equals("masked");
        double sparsity = settings.sparsity();
        MultiLayerNetwork network = masked
                ? networks.trainable(layer -> BenchNetworks.dense(), BenchNetworks.output())
                : networks.trainable(layer -> BenchNetworks.sparse(sparsity), BenchNetworks.sparseOutput(sparsity));
        if (masked) {
            method.sparsity(sparsity);
        }
        if (!name.equals("fixed")) {
            method.schedule(UpdateSchedule.everySteps(settings.block())).fraction(DropFraction.constant(FRACTION));
        }
        UpdateClock clock = new UpdateClock();
        method.sparseOutput(true).seed(settings.seed());
        if (monitored) {
            clock.attach(network, method, new SparsityMonitor());
        } else {
            clock.attach(network, method);
        }
        return new Member(storage, name, monitored, network, clock);
    }

    /** Without the updates of the warm-up. */
    private static RewiringTime time(
            Member member, Timing still, Timing without, Timing rewired, RewiringSettings settings) {
        List<Double> updates = member.clock().millis();
        List<Double> counted =
                updates.subList(updates.size() - settings.rounds().measured(), updates.size());
        return new RewiringTime(
                member.storage(),
                member.monitored() ? "monitor of " + member.method() : member.method(),
                settings.interval(),
                settings.block(),
                still,
                without,
                rewired,
                new Timing(member.method() + " updates", counted));
    }
}
