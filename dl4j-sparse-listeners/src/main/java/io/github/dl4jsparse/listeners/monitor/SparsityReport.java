package io.github.dl4jsparse.listeners.monitor;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * The state of a network's sparsity at one moment: measures of each weight array, and of all of them together.
 *
 * @param updates how many topology updates there were before
 * @param iteration the network's count of finished iterations
 * @param epoch the network's count of finished epochs
 * @param otherParameters the number of parameters that are no weights: biases, normalisations
 * @param weights the arrays, in the network's order
 */
public record SparsityReport(
        long updates, int iteration, int epoch, long otherParameters, List<WeightMeasures> weights) {

    /**
     * Keeps a copy of the list.
     *
     * @param updates how many topology updates there were before
     * @param iteration the network's count of finished iterations
     * @param epoch the network's count of finished epochs
     * @param otherParameters the number of parameters that are no weights: biases, normalisations
     * @param weights the arrays, in the network's order
     */
    public SparsityReport {
        weights = List.copyOf(weights);
    }

    /**
     * The report of a network as it is, which stays so. Connections are what a mask or a truly sparse layer's pattern
     * says; without either what is not zero.
     *
     * @param model a {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @param inputs the type of each input, from which follows how often convolutions and recurrent layers use their
     *     arrays; fully connected networks need none
     * @return without gradient flow and changes, for which there is {@link SparsityMonitor}
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if the network is not initialised
     */
    public static SparsityReport of(Model model, InputType... inputs) {
        return new ReportTaker(model, List.of(inputs)).take();
    }

    /**
     * The measures of an array.
     *
     * @param name such as {@code dense0_W}
     * @return its measures; empty if there is no array of this name
     */
    public Optional<WeightMeasures> weight(String name) {
        return weights.stream().filter(weight -> weight.name().equals(name)).findFirst();
    }

    /**
     * The connections of all arrays.
     *
     * @return n
     */
    public long connections() {
        return sum(WeightMeasures::connections);
    }

    /**
     * The positions of all arrays.
     *
     * @return N
     */
    public long positions() {
        return sum(WeightMeasures::positions);
    }

    /**
     * The share of positions with a connection.
     *
     * @return {@code n / N}
     */
    public double density() {
        return (double) connections() / positions();
    }

    /**
     * The in-time over-parameterisation rate R_s: the share of positions that were ever active, over the arrays for
     * which it is known. Liu et al., ICML 2021.
     *
     * @return in [0, 1], or NaN where it is known for none
     */
    public double explored() {
        double ever = 0;
        double all = 0;
        for (WeightMeasures weight : weights) {
            if (!Double.isNaN(weight.explored())) {
                ever += weight.explored() * weight.positions();
                all += weight.positions();
            }
        }
        return ever / all;
    }

    /**
     * What has changed in all arrays since the report before.
     *
     * @return the sums
     */
    public TopologyChange change() {
        return weights.stream().map(WeightMeasures::change).reduce(TopologyChange.NONE, TopologyChange::plus);
    }

    /**
     * The share of connections that are new since the report before.
     *
     * @return {@code grown / n}
     */
    public double turnover() {
        return connections() == 0 ? 0 : (double) change().grown() / connections();
    }

    /**
     * The units without incoming or without outgoing connections, over all arrays.
     *
     * @return a number; a unit that has neither counts twice
     */
    public long deadUnits() {
        return sum(weight -> weight.deadOutputs() + weight.idleInputs());
    }

    /**
     * {@code ||g||^2} of the loss gradient over the connections of all arrays: a small step of length eta lessens the
     * loss by about eta times this.
     *
     * @return the sum over the arrays for which it is known; NaN if there is none
     */
    public double gradientFlow() {
        return weights.stream()
                .mapToDouble(WeightMeasures::gradientFlow)
                .filter(flow -> !Double.isNaN(flow))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    /**
     * Effective gradient flow: the mean over arrays of the norm {@code ||g||} over their connections, so that no layer
     * hides another. Tessera et al., <i>Keep the Gradients Flowing</i>, 2021, with p = 2.
     *
     * @return over the arrays for which it is known; NaN if there is none
     */
    public double effectiveGradientFlow() {
        return weights.stream()
                .mapToDouble(WeightMeasures::gradientFlow)
                .filter(flow -> !Double.isNaN(flow))
                .map(Math::sqrt)
                .average()
                .orElse(Double.NaN);
    }

    /**
     * The theoretical costs of an example.
     *
     * @return the sums over all arrays; NaN if one of them is not known
     */
    public Flops flops() {
        return new Flops(
                total(weight -> weight.flops().sparse()),
                total(weight -> weight.flops().dense()));
    }

    /**
     * What sparsity leaves of the model.
     *
     * @return counts of parameters
     */
    public Compression compression() {
        return new Compression(positions() + otherParameters, positions(), connections());
    }

    private long sum(ToLongFunction<WeightMeasures> number) {
        return weights.stream().mapToLong(number).sum();
    }

    private double total(ToDoubleFunction<WeightMeasures> number) {
        return weights.stream().mapToDouble(number).sum();
    }
}
