package io.github.dl4jsparse.examples.run;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** The values of a layer method's settings, and what else of a run it asks for. */
public final class LayerValues {

    /** The value of an updater or a rate that is not the method's own. */
    static final String AS_RUN = "run";

    private final OptionValues values;
    private final OptimizerSettings optimizer;
    private final long examples;

    LayerValues(LayerSettings settings, OptimizerSettings optimizer, long examples) {
        this.values = new OptionValues(LayerMethod.owner(settings.method()), settings.options());
        this.optimizer = optimizer;
        this.examples = examples;
    }

    /** The number of training examples. */
    long examples() {
        return examples;
    }

    boolean isGiven(String option) {
        return !text(option).equals("none");
    }

    private String text(String option) {
        return values.text(option);
    }

    double number(String option) {
        return values.number(option);
    }

    int whole(String option) {
        return values.whole(option);
    }

    boolean flag(String option) {
        return values.flag(option);
    }

    String choice(String option, String... words) {
        return values.choice(option, words);
    }

    /** The updater of scores, thresholds and the like; null for the run's. */
    IUpdater updater() {
        boolean ownKind = !text("updater").equals(AS_RUN);
        boolean ownRate = !text("lr").equals(AS_RUN);
        if (!ownKind && !ownRate) {
            return null;
        }
        Optimizer kind = ownKind ? optimizerNamed() : optimizer.updater();
        double usual = ownKind ? kind.usualRate() : optimizer.rate();
        return new OptimizerSettings(kind, ownRate ? number("lr") : usual, optimizer.rateDrops(), 0).toUpdater();
    }

    private Optimizer optimizerNamed() {
        String[] words = Arrays.stream(Optimizer.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
        return Optimizer.valueOf(choice("updater", words).toUpperCase(Locale.ROOT));
    }

    /** Nesterov's momentum with the method's own rate or the run's. */
    Nesterovs nesterovs() {
        double rate = text("lr").equals(AS_RUN) ? optimizer.rate() : number("lr");
        return (Nesterovs) new OptimizerSettings(Optimizer.NESTEROVS, rate, optimizer.rateDrops(), 0).toUpdater();
    }
}
