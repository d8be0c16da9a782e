package io.github.dl4jsparse.layers.reparam;

import io.github.dl4jsparse.layers.kernel.NumberBlocks;
import io.github.dl4jsparse.layers.random.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parameters of a {@link ReparameterizedLayer}: those of the layer that it wraps, then the extras. */
final class ReparameterizedParamInitializer implements ParamInitializer {

    private static ReparameterizedLayer of(Layer layer) {
        return (ReparameterizedLayer) layer;
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return of(layer).plan().ownLength();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return new ArrayList<>(of(layer).plan().own().keySet());
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        Layer wrapped = of(layer).getUnderlying();
        return kept(layer, wrapped.initializer().weightKeys(wrapped));
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        Layer wrapped = of(layer).getUnderlying();
        return kept(layer, wrapped.initializer().biasKeys(wrapped));
    }

    private static List<String> kept(Layer layer, List<String> keys) {
        return keys.stream().filter(of(layer).plan().own()::containsKey).toList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return weightKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        ReparameterizedLayer layer = of(conf.getLayer());
        ReparameterizationPlan plan = layer.plan();
        if (initializeParams) {
            INDArray drawn = Nd4j.create(paramsView.dataType(), 1, plan.innerLength());
            NeuralNetConfiguration alone = conf.clone();
            alone.setLayer(layer.getUnderlying());
            layer.getUnderlying().initializer().init(alone, drawn, true);
            start(layer, drawn, paramsView);
        }
        plan.own().keySet().forEach(conf::addVariable);
        return views(plan, paramsView);
    }

    /** Makes stored weights and extras of the parameters that the wrapped layer has drawn for itself. */
    static void start(ReparameterizedLayer layer, INDArray drawn, INDArray view) {
        ReparameterizationPlan plan = layer.plan();
        NumberBlocks from = NumberBlocks.of(drawn);
        NumberBlocks to = NumberBlocks.of(view);
        plan.inner().forEach((key, slot) -> {
            Slot own = plan.own().get(key);
            if (own != null) {
                from.copy(slot.at(), to, own.at(), slot.length());
            }
        });
        for (Site site : plan.sites()) {
            if (site.stored() != null) {
                startWeights(layer.getReparameterization(), site, to);
            }
            for (int extra = 0; extra < site.extras().size(); extra++) {
                startExtra(site, extra, from, to);
            }
        }
    }

    private static void startWeights(Reparameterization reparameterization, Site site, NumberBlocks parameters) {
        double[] block = new double[NumberBlocks.SIZE];
        for (int first = 0; first < site.array().size(); first += block.length) {
            int count = Math.min(block.length, site.array().size() - first);
            parameters.read(site.storedAt() + first, block, count);
            for (int k = 0; k < count; k++) {
                block[k] = reparameterization.initialWeight(site.array(), block[k]);
            }
            parameters.write(block, site.storedAt() + first, count);
        }
    }

    private static void startExtra(Site site, int extra, NumberBlocks drawn, NumberBlocks parameters) {
        Slot slot = site.extraSlots().get(extra);
        ExtraParameter.Start start = site.extras().get(extra).start();
        if (start instanceof DrawnStart) {
            drawn.copy(site.inner().at(), parameters, slot.at(), slot.length());
            return;
        }
        RandomStream random = start instanceof FixedStart
                ? null
                : RandomStream.of(Nd4j.getRandom().nextLong(), slot.key());
        double[] block = new double[NumberBlocks.SIZE];
        for (long first = 0; first < slot.length(); first += block.length) {
            int count = (int) Math.min(block.length, slot.length() - first);
            for (int k = 0; k < count; k++) {
                block[k] = start.next(random);
            }
            parameters.write(block, slot.at() + first, count);
        }
    }

    private static Map<String, INDArray> views(ReparameterizationPlan plan, INDArray flat) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        plan.own().forEach((key, slot) -> views.put(key, slot.view(flat)));
        return views;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views(of(conf.getLayer()).plan(), gradientView);
    }
}
