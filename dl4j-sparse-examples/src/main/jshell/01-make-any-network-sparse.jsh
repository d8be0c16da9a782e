// An ordinary DL4J network becomes sparse while it trains. Run it with: dl4j-sparse notebook 01

void say(String format, Object... values) { System.out.printf(Locale.ROOT, format + "%n", values); }

// Digits to learn: drawn, not downloaded.
var train = GlyphDigits.generate(1, 2000)
var test = new SequentialIterator(GlyphDigits.generate(2, 500), 500)

// An ordinary network. Nothing in it knows of sparsity.
var conf = new NeuralNetConfiguration.Builder().
    seed(42).
    updater(new Nesterovs(0.05, 0.9)).
    weightInit(WeightInit.RELU).
    list().
    layer(new DenseLayer.Builder().name("hidden1").nIn(784).nOut(100).activation(Activation.RELU).build()).
    layer(new DenseLayer.Builder().name("hidden2").nIn(100).nOut(50).activation(Activation.RELU).build()).
    layer(new OutputLayer.Builder(LossFunction.MCXENT).name("output").nIn(50).nOut(10).activation(Activation.SOFTMAX).build()).
    build()
var net = new MultiLayerNetwork(conf)
net.init()

// One more line: 90 % of the connections go now, and RigL moves the others while the network trains.
int epochs = 4
var topology = DynamicSparseTraining.rigl().sparsity(0.9).schedule(UpdateSchedule.everySteps(20).stoppingAt(0.75)).until(epochs(epochs)).seed(42).attach(net)

say("A network of %,d weights keeps %,d connections.", topology.masks().size(), topology.masks().count())
for (var w : topology.weights()) say("  %-10s density %5.1f %%", w.name(), 100.0 * w.active().count() / w.active().universe());

var first = topology.masks()
var batches = new ShuffledIterator(train, 64, 42)
for (int e = 1; e <= epochs; e++) {
    net.fit(batches);
    say("epoch %d: accuracy %.3f, %,d connections, %.1f %% of all ever tried",
        e, net.evaluate(test).accuracy(), topology.masks().count(), 100 * topology.explored().density());
}

say("%.0f %% of the first connections are still there.", 100.0 * (first.count() - first.hamming(topology.masks()) / 2) / first.count())

// The masks travel with the file. Plain DL4J reads it too.
var file = java.nio.file.Files.createTempFile("sparse", ".zip")
SparseModels.save(net, file)
var again = SparseModels.loadMultiLayerNetwork(file)
say("Saved and loaded: %,d connections.", TopologyListener.of(again).get().masks().count())
java.nio.file.Files.delete(file)

/exit
