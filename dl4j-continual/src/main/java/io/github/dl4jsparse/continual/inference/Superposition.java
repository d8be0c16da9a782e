package io.github.dl4jsparse.continual.inference;

import io.github.dl4jsparse.layers.weight.NetworkView;

/**
 * Tasks as one network: {@code W_eff = W * sum_i alpha_i m_i}. Wortsman et al., <i>Supermasks in Superposition</i>, NeurIPS 2020.
 */
public interface Superposition {

    /**
     * Writes the weighted sum into the plain network. Tasks of weight 0 are left out, not multiplied.
     *
     * @param alphas a weight for each learnt task, in the order of learning
     * @param plain the network that answers
     */
    void install(double[] alphas, NetworkView plain);

    /**
     * How an objective changes with the weights: {@code g_i = sum_l <G_l, W_l * m_i,l>}.
     *
     * @param plain the network that answers, with the gradient G of the objective by its weights
     * @return the derivative by each alpha, in the order of learning
     */
    double[] gradients(NetworkView plain);
}
