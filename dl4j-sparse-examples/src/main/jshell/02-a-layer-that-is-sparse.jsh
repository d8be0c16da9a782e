// A layer that is sparse in memory and time: it holds the connections that exist and no others.
// Run it with: dl4j-sparse notebook 02

void say(String format, Object... values) { System.out.printf(Locale.ROOT, format + "%n", values); }

var train = GlyphDigits.generate(1, 2000)
var test = new SequentialIterator(GlyphDigits.generate(2, 500), 500)

// SparseDenseLayer stands where a DenseLayer would stand. Say how sparse by sparsity, density, epsilon or connections.
var conf = new NeuralNetConfiguration.Builder().
    seed(42).
    updater(new Nesterovs(0.05, 0.9)).
    weightInit(WeightInit.RELU).
    list().
    layer(new SparseDenseLayer.Builder().name("hidden1").nIn(784).nOut(1000).sparsity(0.98).activation(Activation.RELU).build()).
    layer(new SparseDenseLayer.Builder().name("hidden2").nIn(1000).nOut(1000).epsilon(10).activation(Activation.RELU).build()).
    layer(new OutputLayer.Builder(LossFunction.MCXENT).name("output").nIn(1000).nOut(10).activation(Activation.SOFTMAX).build()).
    build()
var net = new MultiLayerNetwork(conf)
net.init()

var layer = (SparseDenseLayer) net.getLayer(0).conf().getLayer()
say("hidden1: %,d connections of %,d possible ones", layer.connectionCount(), 784 * 1000)
say("W of hidden1 has the shape %s: a value for each connection", java.util.Arrays.toString(net.getParam("0_W").shape()))
say("parameters: %,d; a dense network has %,d", net.numParams(), 784_000L + 1_000_000 + 10_000 + 2_010)

// It trains as any layer does; SET rewires it: the layers have budgets of their own, so no sparsity is said here.
var topology = DynamicSparseTraining.set().until(epochs(3)).seed(42).attach(net)
var batches = new ShuffledIterator(train, 64, 42)
for (int e = 1; e <= 3; e++) {
    net.fit(batches);
    say("epoch %d: accuracy %.3f, %.2f %% of all connections ever tried",
        e, net.evaluate(test).accuracy(), 100 * topology.explored().density());
}
say("hidden1 still has %,d connections.", topology.weights().get(0).active().count())

// Its file is small: here with the optimiser's state, so that training can go on.
var file = java.nio.file.Files.createTempFile("sparse", ".zip")
SparseModels.save(net, file)
say("The model file takes %,d KiB; the dense weights alone would take %,d KiB.", java.nio.file.Files.size(file) / 1024, 4L * 1_794_000 / 1024)
java.nio.file.Files.delete(file)

/exit
