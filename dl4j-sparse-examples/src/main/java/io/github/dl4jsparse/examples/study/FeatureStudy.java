package io.github.dl4jsparse.examples.study;

import io.github.dl4jsparse.examples.data.MadelonLike;
import io.github.dl4jsparse.examples.data.TrainTestData;
import io.github.dl4jsparse.examples.run.Methods;
import io.github.dl4jsparse.examples.run.RunObserver;
import io.github.dl4jsparse.examples.run.RunSettings;
import io.github.dl4jsparse.examples.run.TrainingRun;
import io.github.dl4jsparse.listeners.topology.TopologyListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Whether sparse training moves the connections of the inputs to those features that say something about the class: Mocanu et
 * al., Nature Communications 2018, rank features by the connections they have in the end.
 */
public final class FeatureStudy {

    private FeatureStudy() {}

    /**
     * Trains on data whose informative features are not known.
     *
     * @param data to learn from
     * @param settings of the run; the method must keep the first layer sparse
     * @return what the network looks at
     * @throws IOException if a temporary file cannot be written
     */
    public static FeatureResult on(TrainTestData data, RunSettings settings) throws IOException {
        return run(data, settings, Optional.empty());
    }

    /**
     * Trains on generated data of the run's own seed.
     *
     * @param settings of the run; the method must keep the first layer sparse
     * @return what the network looks at, and what is informative
     * @throws IOException if a temporary file cannot be written
     */
    public static FeatureResult onMadelonLike(RunSettings settings) throws IOException {
        MadelonLike made = MadelonLike.of(settings.seed());
        Set<Integer> informative = Arrays.stream(made.informative()).boxed().collect(Collectors.toSet());
        return run(made.data(), settings, Optional.of(informative));
    }

    private static FeatureResult run(TrainTestData data, RunSettings settings, Optional<Set<Integer>> informative)
            throws IOException {
        if (!Methods.named(settings.method()).sparse()) {
            throw new DL4JInvalidConfigException("The method (" + settings.method()
                    + ") gives every feature all connections, and none can have more of them. Maybe --only set,rigl?");
        }
        TrainingRun run = TrainingRun.start(settings, data);
        double accuracy = run.finish(new RunObserver() {}).accuracy();
        FeatureRanking ranking =
                FeatureRanking.of(TopologyListener.of(run.network()).orElseThrow());
        return new FeatureResult(
                data.provenance().name(),
                settings.method(),
                settings.seed(),
                accuracy,
                ranking.byDegree(),
                ranking.byMagnitude(),
                informative);
    }
}
