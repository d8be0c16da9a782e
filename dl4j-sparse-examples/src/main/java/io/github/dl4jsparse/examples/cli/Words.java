package io.github.dl4jsparse.examples.cli;

import io.github.dl4jsparse.continual.LossScope;
import io.github.dl4jsparse.continual.Scenario;
import io.github.dl4jsparse.examples.bench.KernelChoice;
import io.github.dl4jsparse.examples.continual.Angles;
import io.github.dl4jsparse.examples.continual.InferenceKind;
import io.github.dl4jsparse.examples.continual.Interpolation;
import io.github.dl4jsparse.examples.continual.Normalisation;
import io.github.dl4jsparse.examples.run.DropRule;
import io.github.dl4jsparse.examples.run.DropScope;
import io.github.dl4jsparse.examples.run.FirstWeights;
import io.github.dl4jsparse.examples.run.GrowRule;
import io.github.dl4jsparse.examples.run.GrownWeights;
import io.github.dl4jsparse.examples.run.Optimizer;
import io.github.dl4jsparse.examples.run.PruningScope;
import io.github.dl4jsparse.examples.run.RedistributionRule;
import io.github.dl4jsparse.examples.run.Spread;
import io.github.dl4jsparse.examples.run.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Constants as they are typed: {@code sparsity-aware} for {@code SPARSITY_AWARE}. */
final class Words {

    private Words() {}

    static void register(CommandLine line) {
        register(line, Storage.class);
        register(line, Spread.class);
        register(line, FirstWeights.class);
        register(line, GrownWeights.class);
        register(line, DropRule.class);
        register(line, DropScope.class);
        register(line, GrowRule.class);
        register(line, RedistributionRule.class);
        register(line, Optimizer.class);
        register(line, PruningScope.class);
        register(line, KernelChoice.class);
        register(line, InferenceKind.class);
        register(line, Normalisation.class);
        register(line, Scenario.class);
        register(line, LossScope.class);
        register(line, Angles.class);
        register(line, Interpolation.class);
    }

    private static <E extends Enum<E>> void register(CommandLine line, Class<E> type) {
        line.registerConverter(
                type,
                word -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> of(constant).equalsIgnoreCase(word))
                        .findFirst()
                        .orElseThrow(
                                () -> new TypeConversionException("(" + word + ") must be one of " + all(type) + ".")));
    }

    private static List<String> all(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
    }

    static String of(Enum<?> constant) {
        String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return constant instanceof Scenario ? word.replace("-incremental", "") : word;
    }
}
