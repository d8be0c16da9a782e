package io.github.dl4jsparse.layers.convert;

import static io.github.dl4jsparse.layers.convert.ConvertedNets.ALL;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.base;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.bits;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.data;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.dense;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.masks;
import static io.github.dl4jsparse.layers.convert.ConvertedNets.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jsparse.layers.mask.MaskSet;
import io.github.dl4jsparse.layers.sparse.SparseDense;
import io.github.dl4jsparse.layers.sparse.SparseOutput;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.AMSGrad;

/** Graphs are converted as networks of layers are. */
class SparsifyGraphTest {

    private static final DataType TYPE = DataType.DOUBLE;

    /** Two branches that are merged, and one that joins at the output. */
    private static ComputationGraph graph() {
        ComputationGraph net = new ComputationGraph(base(TYPE, new AMSGrad(0.01))
                .graphBuilder()
                .addInputs("in")
                .addLayer("zeta", dense(7, 6), "in")
                .addLayer("alpha", dense(7, 5), "in")
                .addVertex("merge", new MergeVertex(), "zeta", "alpha")
                .addLayer("deep", dense(11, 8), "merge")
                .addVertex("both", new MergeVertex(), "deep", "alpha")
                .addLayer("out", output(13, 3), "both")
                .setOutputs("out")
                .build());
        net.init();
        return net;
    }

    private static void mask(ComputationGraph net, MaskSet masks) {
        List<SparseWeight> weights = NetworkWeights.of(NetworkView.of(net)).open(masks);
        net.setListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                weights.forEach(SparseWeight::afterGradient);
            }

            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                weights.forEach(SparseWeight::afterStep);
            }
        });
    }

    private static void train(ComputationGraph net, int steps, int seed) {
        for (int step = 0; step < steps; step++) {
            net.fit(data(TYPE, 6, 7, 3, seed + step));
        }
    }

    @Test
    void outputsAgreeAndTrainingGoesOnAsBefore() {
        // given
        ComputationGraph net = graph();
        MaskSet masks = masks(net, 0.4);
        mask(net, masks);
        train(net, 4, 1);
        net.getConfiguration().setEpochCount(3);
        INDArray input = data(TYPE, 5, 7, 3, 9).getFeatures();

        // when
        Sparsified<ComputationGraph> result = Sparsify.toSparse(net, ALL, masks);

        // then
        ComputationGraph sparse = result.network();
        assertThat(result.layers()).extracting(LayerDecision::converted).containsOnly(true);
        assertThat(sparse.getLayer("zeta")).isInstanceOf(SparseDense.class);
        assertThat(sparse.getLayer("out")).isInstanceOf(SparseOutput.class);
        assertThat(sparse.getIterationCount()).isEqualTo(4);
        assertThat(sparse.getEpochCount()).isEqualTo(3);
        assertThat(bits(sparse.outputSingle(input))).containsExactly(bits(net.outputSingle(input)), within(1e-14));
        train(net, 4, 30);
        train(sparse, 4, 30);
        assertThat(bits(Sparsify.toDense(sparse).params())).containsExactly(bits(net.params()), within(1e-10));
    }

    @Test
    void thereAndBackAGraphIsTheSameBitForBit() {
        ComputationGraph net = graph();
        MaskSet masks = masks(net, 0.4);
        mask(net, masks);
        train(net, 4, 1);

        ComputationGraph back =
                Sparsify.toDense(Sparsify.toSparse(net, ALL, masks).network());

        assertThat(bits(back.params())).containsExactly(bits(net.params()));
        assertThat(bits(back.getUpdater().getStateViewArray()))
                .containsExactly(bits(net.getUpdater().getStateViewArray()));
        assertThat(back.getConfiguration().toJson())
                .isEqualTo(net.getConfiguration().toJson());
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfLayerIsConvertedInAGraph(ConvertedKind kind) {
        // given
        ComputationGraph net = kind.net(base(TYPE, new AMSGrad(0.01))).toComputationGraph();
        MaskSet masks = kind.masks(net, 0.4);
        mask(net, masks);
        train(kind, net, 4, 1);

        // when
        ComputationGraph sparse = Sparsify.toSparse(net, ALL, masks).network();
        ComputationGraph back = Sparsify.toDense(sparse);

        // then
        assertThat(Sparsify.masks(sparse).hamming(masks)).isZero();
        assertThat(bits(back.params())).containsExactly(bits(net.params()));
        assertThat(bits(back.getUpdater().getStateViewArray()))
                .containsExactly(bits(net.getUpdater().getStateViewArray()));
        train(kind, net, 4, 30);
        train(kind, sparse, 4, 30);
        assertThat(bits(Sparsify.toDense(sparse).params())).containsExactly(bits(net.params()), within(1e-10));
    }

    private static void train(ConvertedKind kind, ComputationGraph net, int steps, int seed) {
        for (int step = 0; step < steps; step++) {
            net.fit(kind.data(TYPE, 6, seed + step));
        }
    }

    @Test
    void aFrozenVertexStaysFrozen() {
        ComputationGraph net = graph();
        net.getVertex("zeta").setLayerAsFrozen();

        ComputationGraph sparse = Sparsify.toSparse(net, ALL).network();

        assertThat(sparse.getLayer("zeta")).isInstanceOf(org.deeplearning4j.nn.layers.FrozenLayer.class);
        double[] before = bits(sparse.getLayer("zeta").params());
        train(sparse, 2, 1);
        assertThat(bits(sparse.getLayer("zeta").params())).containsExactly(before);
    }
}
