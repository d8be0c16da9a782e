package io.github.dl4jsparse.layers.sparse;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/** The memory that a truly sparse layer is expected to use, in DL4J's terms. */
final class SparseMemory {

    private SparseMemory() {}

    static LayerMemoryReport report(SparseLstm layer, InputType inputType) {
        InputType outputType = layer.getOutputType(-1, inputType);
        long units = layer.units();
        long connections = layer.trainedParameters() - units;
        long params = layer.initializer().numParams(layer);
        long updaterState =
                layer.getIUpdater() == null ? 0 : layer.getIUpdater().stateSize(layer.trainedParameters());
        long pattern = connections + 2 * units;
        long in = inputType.arrayElementsPerExample();
        long out = outputType.arrayElementsPerExample();
        long droppedInput = layer.getIDropout() == null ? 0 : in;
        return new LayerMemoryReport.Builder(layer.getLayerName(), layer.getClass(), inputType, outputType)
                .standardMemory(params, updaterState)
                .workingMemory(
                        connections + pattern, in + 7 * out, 2 * connections + pattern, in + 12 * out + droppedInput)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    static <L extends FeedForwardLayer & SparseConnections> LayerMemoryReport report(L layer, InputType inputType) {
        InputType outputType = layer.getOutputType(-1, inputType);
        long connections = layer.connectionCount();
        long biases = layer.hasBias() ? layer.outputs() : 0;
        long params = layer.initializer().numParams(layer);
        long updaterState =
                layer.getIUpdater() == null ? 0 : layer.getIUpdater().stateSize(connections + biases);
        long pattern = connections + layer.outputs();
        long heapInference = connections + pattern;
        long heapTraining = 2 * connections + pattern;
        long perExample = inputType.arrayElementsPerExample() + outputType.arrayElementsPerExample();
        long droppedInput = layer.getIDropout() == null ? 0 : inputType.arrayElementsPerExample();
        return new LayerMemoryReport.Builder(layer.getLayerName(), layer.getClass(), inputType, outputType)
                .standardMemory(params, updaterState)
                .workingMemory(heapInference, perExample, heapTraining, 2 * perExample + droppedInput)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }
}
