package io.github.dl4jsparse.continual.strategy;

import io.github.dl4jsparse.continual.Learning;
import io.github.dl4jsparse.continual.inference.Superposition;
import io.github.dl4jsparse.continual.store.TaskMaskStore;
import io.github.dl4jsparse.continual.store.TaskParameters;
import io.github.dl4jsparse.layers.mask.Mask;
import io.github.dl4jsparse.layers.weight.ArraySite;
import io.github.dl4jsparse.layers.weight.FlatArray;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.NetworkWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Masks over constant weights as one network. How many tasks use each weight is remembered, so that the mean of all tasks, the first
 * that is asked for, costs the same however many there are.
 */
final class MaskSum implements Superposition {

    private final Learning learning;
    private final TaskMaskStore masks;
    private final Map<String, int[]> users = new HashMap<>();
    private int counted;

    MaskSum(Learning learning, TaskMaskStore masks) {
        this.learning = learning;
        this.masks = masks;
    }

    /** The masks are others now. */
    void forget() {
        users.clear();
        counted = 0;
    }

    private void count() {
        List<Integer> tasks = new ArrayList<>(masks.tasks());
        for (; counted < tasks.size(); counted++) {
            masks.get(tasks.get(counted)).masks().forEach((name, mask) -> {
                int[] counts = users.computeIfAbsent(name, n -> new int[Math.toIntExact(mask.universe())]);
                mask.forEach(position -> counts[(int) position]++);
            });
        }
    }

    @Override
    public void install(double[] alphas, NetworkView plain) {
        Map<String, INDArray> shared = TaskParameters.arrays(learning.network());
        TaskParameters.arrays(plain).forEach((name, array) -> array.assign(shared.get(name)));
        FlatArray params = FlatArray.of(plain.params());
        Map<String, ArraySite> sites = NetworkWeights.of(plain).sites();
        for (String name : masks.get(masks.tasks().iterator().next()).names()) {
            ArraySite site = sites.get(name);
            double[] share = shares(name, alphas, Math.toIntExact(site.size()));
            for (int p = 0; p < share.length; p++) {
                long index = site.index(p);
                params.set(index, share[p] == 0 ? 0 : params.get(index) * share[p]);
            }
        }
    }

    private double[] shares(String name, double[] alphas, int size) {
        double[] share = new double[size];
        if (even(alphas)) {
            count();
            int[] counts = users.get(name);
            for (int p = 0; p < size; p++) {
                share[p] = counts[p] == alphas.length ? 1 : counts[p] * alphas[0];
            }
            return share;
        }
        int i = 0;
        for (int task : masks.tasks()) {
            double alpha = alphas[i++];
            if (alpha != 0) {
                masks.get(task).get(name).forEach(position -> share[(int) position] += alpha);
            }
        }
        return share;
    }

    private static boolean even(double[] alphas) {
        for (double alpha : alphas) {
            if (alpha != 1.0 / alphas.length) {
                return false;
            }
        }
        return true;
    }

    @Override
    public double[] gradients(NetworkView plain) {
        double[] sums = new double[masks.tasks().size()];
        FlatArray gradients = FlatArray.of(plain.gradients());
        Map<String, INDArray> shared = TaskParameters.arrays(learning.network());
        Map<String, INDArray> targets = TaskParameters.arrays(plain);
        FlatArray weights = FlatArray.of(plain.params());
        Map<String, ArraySite> sites = NetworkWeights.of(plain).sites();
        for (String name : masks.get(masks.tasks().iterator().next()).names()) {
            targets.get(name).assign(shared.get(name));
            ArraySite site = sites.get(name);
            double[] products = new double[Math.toIntExact(site.size())];
            for (int p = 0; p < products.length; p++) {
                long index = site.index(p);
                products[p] = gradients.get(index) * weights.get(index);
            }
            int i = 0;
            for (int task : masks.tasks()) {
                sums[i++] += sum(products, masks.get(task).get(name));
            }
        }
        return sums;
    }

    private static double sum(double[] products, Mask mask) {
        double[] sum = new double[1];
        mask.forEach(position -> sum[0] += products[(int) position]);
        return sum[0];
    }
}
