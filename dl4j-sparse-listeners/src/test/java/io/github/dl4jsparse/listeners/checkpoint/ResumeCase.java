package io.github.dl4jsparse.listeners.checkpoint;

import io.github.dl4jsparse.layers.random.RandomStream;
import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.listeners.topology.DenseMomentum;
import io.github.dl4jsparse.listeners.topology.DropCriterion;
import io.github.dl4jsparse.listeners.topology.DropFraction;
import io.github.dl4jsparse.listeners.topology.DropScore;
import io.github.dl4jsparse.listeners.topology.DynamicSparseTraining;
import io.github.dl4jsparse.listeners.topology.GrowthCriterion;
import io.github.dl4jsparse.listeners.topology.Horizon;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import io.github.dl4jsparse.listeners.topology.UpdateSchedule;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** A small run, the same in every JVM: method x storage x updater, with dropout, L2 and data shuffled by the epoch. */
record ResumeCase(String method, String storage, String updater, boolean graph) {

    static final int EPOCHS = 6;
    private static final int BATCHES = 7;
    private static final int BATCH = 16;

    static List<ResumeCase> all() {
        List<ResumeCase> cases = new ArrayList<>();
        for (String method : List.of("set", "rigl", "rigl-epochs")) {
            for (String storage : List.of("masked", "compressed")) {
                for (String updater : List.of("adam", "nesterovs")) {
                    cases.add(
                            new ResumeCase(method, storage, updater, method.equals("rigl") == updater.equals("adam")));
                }
            }
        }
        for (String method : List.of("itop-unfired", "snfs")) {
            cases.add(new ResumeCase(method, "masked", "nesterovs", method.equals("snfs")));
        }
        cases.add(new ResumeCase("itop-unfired", "compressed", "adam", true));
        cases.add(new ResumeCase("momentum", "compressed", "nesterovs", true));
        cases.add(new ResumeCase("running-snip", "masked", "adam", true));
        cases.add(new ResumeCase("running-snip", "compressed", "adam", false));
        cases.add(new ResumeCase("grasp", "compressed", "adam", true));
        cases.add(new ResumeCase("ctre-seq", "masked", "adam", false));
        cases.add(new ResumeCase("ctre-sim", "compressed", "nesterovs", true));
        cases.add(new ResumeCase("ctre-steps", "masked", "nesterovs", true));
        return cases;
    }

    Model network() {
        IUpdater rule = updater.equals("adam") ? new Adam(0.01) : new Nesterovs(0.05, 0.9);
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(rule)
                .l2(1e-3)
                .dropOut(0.8)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU);
        FeedForwardLayer first = hidden(12, 24);
        FeedForwardLayer second = hidden(24, 10);
        OutputLayer output = new OutputLayer.Builder()
                .nIn(10)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
        if (graph) {
            ComputationGraphConfiguration conf = builder.graphBuilder()
                    .addInputs("in")
                    .addLayer("first", first, "in")
                    .addLayer("second", second, "first")
                    .addLayer("out", output, "second")
                    .setOutputs("out")
                    .build();
            ComputationGraph net = new ComputationGraph(conf);
            net.init();
            return net;
        }
        MultiLayerNetwork net = new MultiLayerNetwork(
                builder.list().layer(first).layer(second).layer(output).build());
        net.init();
        return net;
    }

    private FeedForwardLayer hidden(int nIn, int nOut) {
        return storage.equals("masked")
                ? new DenseLayer.Builder().nIn(nIn).nOut(nOut).build()
                : new SparseDenseLayer.Builder()
                        .nIn(nIn)
                        .nOut(nOut)
                        .sparsity(0.7)
                        .build();
    }

    TopologyListener attach(Model net) {
        DynamicSparseTraining composition = switch (method) {
            case "set" -> DynamicSparseTraining.set();
            case "rigl" ->
                DynamicSparseTraining.rigl()
                        .schedule(UpdateSchedule.everySteps(5).stoppingAt(0.9));
            case "itop-unfired" ->
                DynamicSparseTraining.setItop()
                        .grow(GrowthCriterion.randomUnfired())
                        .schedule(UpdateSchedule.everySteps(5));
            case "momentum" ->
                DynamicSparseTraining.setItop()
                        .grow(GrowthCriterion.momentum(DenseMomentum.adam(0.9, 0.999)))
                        .schedule(UpdateSchedule.everySteps(5));
            case "snfs" -> DynamicSparseTraining.sparseMomentum();
            case "running-snip" -> scored(DropScore.runningMean(DropScore.snip(), 0.9));
            case "ctre-seq" ->
                DynamicSparseTraining.of("ctre-seq")
                        .grow(GrowthCriterion.untilPlateau(
                                GrowthCriterion.similarity(), GrowthCriterion.random(), any -> 1, 3))
                        .schedule(UpdateSchedule.everyEpoch())
                        .fraction(DropFraction.constant(0.2));
            case "ctre-sim" -> DynamicSparseTraining.ctreSimultaneous();
            case "ctre-steps" -> DynamicSparseTraining.ctreSimultaneous().schedule(UpdateSchedule.everySteps(5));
            case "grasp" -> scored(DropScore.grasp());
            default -> DynamicSparseTraining.rigl().schedule(UpdateSchedule.everyEpoch());
        };
        return composition.sparsity(0.7).until(Horizon.epochs(EPOCHS)).seed(42).attach(net);
    }

    private static DynamicSparseTraining scored(DropScore score) {
        return DynamicSparseTraining.setItop()
                .drop(DropCriterion.smallest(score))
                .schedule(UpdateSchedule.everySteps(5));
    }

    void fit(Model net, int epochs) {
        for (int e = 0; e < epochs; e++) {
            ListDataSetIterator<DataSet> data =
                    new ListDataSetIterator<>(epoch(NetworkView.of(net).epochCount()), BATCH);
            if (net instanceof MultiLayerNetwork layered) {
                layered.fit(data);
            } else {
                ((ComputationGraph) net).fit(data);
            }
        }
    }

    /** The data of an epoch: which examples stand in it and in which order follows from its number alone. */
    private static List<DataSet> epoch(int number) {
        RandomStream random = RandomStream.of(3, "data", number);
        List<DataSet> examples = new ArrayList<>();
        for (int i = 0; i < BATCHES * BATCH; i++) {
            INDArray x = Nd4j.zeros(1, 12);
            for (int f = 0; f < 12; f++) {
                x.putScalar(0, f, random.nextGaussian());
            }
            int label = x.getDouble(0, 0) > 0.5 ? 0 : x.getDouble(0, 1) > 0 ? 1 : 2;
            INDArray y = Nd4j.zeros(1, 3);
            y.putScalar(0, label, 1);
            examples.add(new DataSet(x, y));
        }
        return examples;
    }

    String fileName() {
        return method + "-" + storage + "-" + updater + (graph ? "-graph" : "") + ".zip";
    }
}
