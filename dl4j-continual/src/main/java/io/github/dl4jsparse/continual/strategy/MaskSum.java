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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Masks over constant weights as one network. The mean of all tasks, the first that is asked for, is remembered as a factor of each
 * weight, so that it costs the same however many tasks there are.
 */
final class MaskSum implements Superposition {

    private final Learning learning;
    private final TaskMaskStore masks;
    private final Map<String, int[]> users = new HashMap<>();
    private final Map<String, int[]> places = new HashMap<>();
    private INDArray mean;
    private int counted;

    MaskSum(Learning learning, TaskMaskStore masks) {
        this.learning = learning;
        this.masks = masks;
    }

    /** The masks are others now. */
    void forget() {
        users.clear();
        mean = null;
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
        if (even(alphas)) {
            plain.params().muli(mean(plain, alphas));
            return;
        }
        FlatArray params = FlatArray.of(plain.params());
        for (String name : names()) {
            int[] place = places(name, plain);
            double[] share = new double[place.length];
            int i = 0;
            for (int task : masks.tasks()) {
                double alpha = alphas[i++];
                if (alpha != 0) {
                    masks.get(task).get(name).forEach(position -> share[(int) position] += alpha);
                }
            }
            for (int p = 0; p < share.length; p++) {
                params.set(place[p], share[p] == 0 ? 0 : params.get(place[p]) * share[p]);
            }
        }
    }

    private Set<String> names() {
        return masks.get(masks.tasks().iterator().next()).names();
    }

    /** Where the positions of an array are in the plain network's vector of parameters. */
    private int[] places(String name, NetworkView plain) {
        return places.computeIfAbsent(name, n -> {
            ArraySite site = NetworkWeights.of(plain).sites().get(n);
            int[] place = new int[Math.toIntExact(site.size())];
            Arrays.setAll(place, p -> Math.toIntExact(site.index(p)));
            return place;
        });
    }

    private INDArray mean(NetworkView plain, double... alphas) {
        if (mean == null || counted != alphas.length) {
            count();
            mean = Nd4j.ones(plain.params().dataType(), plain.params().shape());
            FlatArray factors = FlatArray.of(mean);
            for (String name : names()) {
                int[] place = places(name, plain);
                int[] counts = users.get(name);
                for (int p = 0; p < place.length; p++) {
                    factors.set(place[p], counts[p] == alphas.length ? 1 : counts[p] * alphas[0]);
                }
            }
        }
        return mean;
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
        for (String name : names()) {
            targets.get(name).assign(shared.get(name));
            int[] place = places(name, plain);
            double[] products = new double[place.length];
            for (int p = 0; p < products.length; p++) {
                products[p] = gradients.get(place[p]) * weights.get(place[p]);
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
