package io.github.dl4jsparse.layers.gate;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/** The memory that a layer of this package is expected to use, in DL4J's terms. */
final class GateMemory {

    private GateMemory() {}

    static LayerMemoryReport report(BaseLayer layer, InputType inputType) {
        InputType outputType = layer.getOutputType(-1, inputType);
        long params = layer.initializer().numParams(layer);
        long state = layer.getIUpdater() == null ? 0 : layer.getIUpdater().stateSize(params);
        long perExample = inputType.arrayElementsPerExample() + outputType.arrayElementsPerExample();
        return new LayerMemoryReport.Builder(layer.getLayerName(), layer.getClass(), inputType, outputType)
                .standardMemory(params, state)
                .workingMemory(0, 0, 0, perExample)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }
}
