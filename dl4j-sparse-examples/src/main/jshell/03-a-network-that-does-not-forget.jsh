// One network learns five tasks of two digits each, one after the other. Run it with: dl4j-sparse notebook 03

void say(String format, Object... values) { System.out.printf(Locale.ROOT, format + "%n", values); }

var train = new ShuffledIterator(GlyphDigits.generate(1, 2000), 100, 1)
var test = new SequentialIterator(GlyphDigits.generate(2, 500), 500)

// An ordinary network. All tasks share one output layer; each has two of its outputs.
var conf = new NeuralNetConfiguration.Builder().
    updater(new Adam(0.002)).
    weightInit(WeightInit.RELU).
    list().
    layer(new DenseLayer.Builder().name("hidden").nIn(784).nOut(100).activation(Activation.RELU).build()).
    layer(new OutputLayer.Builder(LossFunction.MCXENT).name("output").nIn(100).nOut(10).activation(Activation.SOFTMAX).build()).
    build()

var stream = TaskStreams.split(train, test).classesPerTask(2).batchSize(32).build()

void show(String name, AccuracyMatrix r) {
    for (int i = 0; i < r.tasks(); i++) {
        var row = new StringBuilder();
        for (int j = 0; j <= i; j++) row.append(String.format(Locale.ROOT, "  %.3f", r.get(i, j)));
        say("  after task %d:%s", i, row);
    }
    say("%s: after all tasks %.3f, forgotten %.3f", name, r.averageAccuracy(), r.forgetting());
}

// Fine-tuning: each task is trained as if there had been none before. The task is told when the network is asked.
show("naive", ContinualLearner.builder().network(conf).strategy(new Naive()).scenario(Scenario.TASK_INCREMENTAL).epochs(3).seed(1).build().run(stream))

// PackNet: each task is pruned, what is left is frozen, and what was freed is there for the next one.
var learner = ContinualLearner.builder().network(conf).strategy(PackNet.builder().pruneRatio(0.75).retrainEpochs(1).build()).epochs(3).seed(1).build()
show("PackNet", learner.run(stream))

var some = GlyphDigits.generate(3, 10).toDataSet().getFeatures()
say("Of ten digits, the first task sees %s, the last one %s.", Arrays.toString(learner.predict(some, 0)), Arrays.toString(learner.predict(some, 4)))
say("Beside the shared weights a task takes %,d bytes.", learner.memory(0).bytes())

// A learner goes on from its file: networks, masks, heads are in it.
var file = java.nio.file.Files.createTempFile("learner", ".zip")
learner.save(file)
var again = ContinualLearner.load(file)
say("Loaded, the first task is answered as before: %s", Arrays.equals(learner.output(some, 0).data().asFloat(), again.output(some, 0).data().asFloat()))
java.nio.file.Files.delete(file)

/exit
