package io.github.dl4jsparse.examples.run;

import io.github.dl4jsparse.examples.data.DataProvenance;
import io.github.dl4jsparse.examples.data.GlyphDigits;
import io.github.dl4jsparse.examples.data.LabeledExamples;
import io.github.dl4jsparse.examples.data.TrainTestData;
import java.util.List;

/** A few hundred digits, and settings that fit them. */
public final class TinyDigits {

    private TinyDigits() {}

    public static TrainTestData data() {
        return data("tiny");
    }

    static TrainTestData data(String hash) {
        LabeledExamples train = GlyphDigits.generate(1, 320);
        LabeledExamples test = GlyphDigits.generate(2, 100);
        return new TrainTestData(
                train, test, new DataProvenance("glyph-digits", train.size(), test.size(), hash, "generated"));
    }

    /** Ten steps an epoch, a topology update every four. */
    public static RunSettings settings(String method, Storage storage) {
        RunSettings defaults = RunSettings.defaults();
        return defaults.toBuilder()
                .method(method)
                .storage(storage)
                .arch(List.of(784, 30, 20, 10))
                .topology(defaults.topology().withSparsity(0.8).withInterval(4))
                .optimizer(OptimizerSettings.defaults(2))
                .epochs(2)
                .batch(32)
                .seed(7)
                .build();
    }
}
