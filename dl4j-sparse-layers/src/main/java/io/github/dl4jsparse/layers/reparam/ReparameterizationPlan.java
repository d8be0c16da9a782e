package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.reparam.Reparameterization.StoredWeights;
import io.github.dl4jsparse.layers.weight.WeightLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which parameters a reparameterised layer has, and how they follow from those of the layer that it wraps: first the wrapped
 * layer's own, without the weights that are replaced, then the extras of each weight array.
 */
final class ReparameterizationPlan {

    private final Map<String, Slot> inner = new LinkedHashMap<>();
    private final Map<String, Slot> own = new LinkedHashMap<>();
    private final List<Site> sites = new ArrayList<>();
    private final Map<String, ExtraParameter> extras = new LinkedHashMap<>();
    private final long innerLength;
    private final long ownLength;

    private ReparameterizationPlan(String name, Layer wrapped, Reparameterization reparameterization) {
        innerLength = wrapped.initializer().numParams(wrapped);
        views(wrapped, innerLength);
        Map<String, WeightLayout> layouts = WeightLayout.of(wrapped).stream()
                .collect(Collectors.toMap(WeightLayout::parameter, layout -> layout, (a, b) -> a, LinkedHashMap::new));
        boolean replaced = reparameterization.storedWeights() == StoredWeights.REPLACED;
        boolean allTrained =
                reparameterization.storedWeights() == StoredWeights.TRAINED && !reparameterization.freezesTheRest();
        long end = placeOwn(replaced ? layouts : Map.of(), allTrained);
        for (WeightLayout layout : layouts.values()) {
            WeightArray array = array(name, wrapped, layout);
            List<Slot> extraSlots = new ArrayList<>();
            List<ExtraParameter> specs = reparameterization.extras(array);
            for (ExtraParameter extra : specs) {
                Slot slot = extraSlot(extra, array, end);
                extraSlots.add(slot);
                own.put(slot.key(), slot);
                extras.put(slot.key(), extra);
                end += slot.length();
            }
            Slot bias = reparameterization.coversBiases() ? bias(wrapped, array, layouts.size()) : null;
            String key = layout.parameter();
            sites.add(new Site(array, inner.get(key), own.get(key), bias, specs, extraSlots));
        }
        ownLength = end;
    }

    static ReparameterizationPlan of(String name, Layer wrapped, Reparameterization reparameterization) {
        return new ReparameterizationPlan(name, wrapped, reparameterization);
    }

    /** Asks the wrapped layer's initialiser, which is the only one to know, with memory that nobody touches. */
    private void views(Layer wrapped, long length) {
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        conf.setLayer(wrapped);
        INDArray flat = Nd4j.createUninitialized(DataType.FLOAT, new long[] {1, length}, 'c');
        wrapped.initializer()
                .init(conf, flat, false)
                .forEach((key, view) -> inner.put(
                        key,
                        new Slot(
                                key,
                                Arrays.stream(view.shape()).boxed().toList(),
                                view.rank() == 1 || view.isVector() ? 'c' : view.ordering(),
                                view.offset() - flat.offset(),
                                view.length())));
    }

    /**
     * The wrapped layer's slots, moved together where some are left out. DL4J finds the memory of an updater by adding up lengths
     * in the order of the table, which in some of its layers is not that of memory; so it must be where updaters differ. Where
     * all is trained the table keeps its order, and the updater does what it does for the bare layer.
     */
    private long placeOwn(Map<String, WeightLayout> replaced, boolean tableOrder) {
        Map<String, Slot> moved = new LinkedHashMap<>();
        long end = 0;
        for (Slot slot : inner.values().stream()
                .sorted(Comparator.comparingLong(Slot::at))
                .toList()) {
            if (!replaced.containsKey(slot.key())) {
                moved.put(slot.key(), slot.movedTo(end));
                end += slot.length();
            }
        }
        (tableOrder ? inner : moved)
                .keySet().stream().filter(moved::containsKey).forEach(key -> own.put(key, moved.get(key)));
        return end;
    }

    private WeightArray array(String name, Layer wrapped, WeightLayout layout) {
        Slot slot = inner.get(layout.parameter());
        long[] dims = WeightLayout.computedDims(wrapped, slot.shape());
        if (layout.peepholes() > 0) {
            dims[1] -= layout.peepholes();
        }
        long size = 1;
        for (long dim : dims) {
            size *= dim;
        }
        int lastOutput = layout.outputAxes().get(layout.outputAxes().size() - 1);
        long units = 1;
        for (int axis : layout.outputAxes()) {
            units *= dims[axis];
        }
        return new WeightArray(
                name,
                layout.parameter(),
                Math.toIntExact(size),
                Math.toIntExact(units),
                stride(dims, slot.order(), lastOutput),
                Math.toIntExact(dims[layout.inputAxis()]),
                stride(dims, slot.order(), layout.inputAxis()),
                dims.length);
    }

    private static int stride(long[] dims, char order, int axis) {
        int stride = 1;
        if (order == 'f') {
            for (int d = 0; d < axis; d++) {
                stride *= (int) dims[d];
            }
        } else {
            for (int d = dims.length - 1; d > axis; d--) {
                stride *= (int) dims[d];
            }
        }
        return stride;
    }

    private Slot extraSlot(ExtraParameter extra, WeightArray array, long at) {
        Slot weights = inner.get(array.parameter());
        String key = extra.name() + array.parameter();
        boolean alike = extra.perWeight() && weights.length() == array.size();
        return alike
                ? new Slot(key, weights.dims(), weights.order(), at, weights.length())
                : new Slot(key, List.of(1L, (long) extra.sizeFor(array)), 'c', at, extra.sizeFor(array));
    }

    private Slot bias(Layer wrapped, WeightArray array, int arrays) {
        return wrapped.initializer().biasKeys(wrapped).stream()
                .map(own::get)
                .filter(slot -> slot != null && arrays == 1 && slot.length() == array.units())
                .findFirst()
                .orElse(null);
    }

    /** The wrapped layer's parameters, in the order of its table. */
    Map<String, Slot> inner() {
        return inner;
    }

    /** The wrapper's parameters, in the order of its table. */
    Map<String, Slot> own() {
        return own;
    }

    List<Site> sites() {
        return sites;
    }

    /** The extra parameter of a name, or null. */
    ExtraParameter extra(String key) {
        return extras.get(key);
    }

    boolean isWeight(String key) {
        return sites.stream().anyMatch(site -> site.array().parameter().equals(key));
    }

    long innerLength() {
        return innerLength;
    }

    long ownLength() {
        return ownLength;
    }
}
