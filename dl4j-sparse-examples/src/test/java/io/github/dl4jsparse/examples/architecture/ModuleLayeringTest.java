package io.github.dl4jsparse.examples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.github.dl4jsparse.examples.architecture.Modules.CONTINUAL;
import static io.github.dl4jsparse.examples.architecture.Modules.EXAMPLES;
import static io.github.dl4jsparse.examples.architecture.Modules.LAYERS;
import static io.github.dl4jsparse.examples.architecture.Modules.LIBRARIES;
import static io.github.dl4jsparse.examples.architecture.Modules.LISTENERS;
import static io.github.dl4jsparse.examples.architecture.Modules.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.github.dl4jsparse.layers.convert.PiggybackBuilder;
import io.github.dl4jsparse.layers.reparam.Piggyback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which module and which package may know which. */
class ModuleLayeringTest {

    private static final JavaClasses CLASSES = Modules.mainClasses();

    @Test
    void eachModuleKnowsOnlyThoseBelowIt() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("layers")
                .definedBy(LAYERS)
                .layer("listeners")
                .definedBy(LISTENERS)
                .layer("continual")
                .definedBy(CONTINUAL)
                .layer("examples")
                .definedBy(EXAMPLES)
                .whereLayer("layers")
                .mayNotAccessAnyLayer()
                .whereLayer("listeners")
                .mayOnlyAccessLayers("layers")
                .whereLayer("continual")
                .mayOnlyAccessLayers("layers", "listeners")
                .check(CLASSES);
    }

    @Test
    void packagesOfTheLayersModuleBuildOnEachOtherInOneDirection() {
        LayeredArchitecture architecture =
                layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (String name : List.of(
                "random",
                "activation",
                "updater",
                "mask",
                "proximal",
                "gate",
                "kernel",
                "init",
                "weight",
                "reparam",
                "sparse",
                "predict",
                "convert")) {
            architecture = architecture.layer(name).definedBy(ROOT + "layers." + name + "..");
        }
        architecture
                .whereLayer("random")
                .mayNotAccessAnyLayer()
                .whereLayer("activation")
                .mayNotAccessAnyLayer()
                .whereLayer("updater")
                .mayNotAccessAnyLayer()
                .whereLayer("mask")
                .mayOnlyAccessLayers("random")
                .whereLayer("proximal")
                .mayNotAccessAnyLayer()
                .whereLayer("gate")
                .mayOnlyAccessLayers("random", "proximal")
                .whereLayer("kernel")
                .mayOnlyAccessLayers("random", "mask")
                .whereLayer("init")
                .mayOnlyAccessLayers("random", "mask", "kernel", "weight")
                .whereLayer("weight")
                .mayOnlyAccessLayers("random", "mask", "kernel", "updater")
                .whereLayer("reparam")
                .mayOnlyAccessLayers("random", "mask", "kernel", "proximal", "init", "weight")
                .whereLayer("sparse")
                .mayOnlyAccessLayers("random", "mask", "kernel", "init", "weight")
                .whereLayer("predict")
                .mayOnlyAccessLayers("activation", "kernel", "weight", "sparse")
                .whereLayer("convert")
                .mayOnlyAccessLayers("mask", "kernel", "weight", "reparam", "sparse")
                // Piggyback.on is a name for what the builder does, at the place where it is looked for
                .ignoreDependency(Piggyback.class, PiggybackBuilder.class)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.dl4jsparse.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(Piggyback.class, PiggybackBuilder.class)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void topologyDoesNotKnowWhoSavesShowsOrWatchesIt() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "listeners.topology..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "listeners.checkpoint..", ROOT + "listeners.monitor..", ROOT + "listeners.ui..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheUiPackageKnowsTheUserInterfaceOfDl4j() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "listeners.ui..", EXAMPLES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.deeplearning4j.ui..")
                .check(CLASSES);
    }

    @Test
    void librariesDoNotKnowTheLibrariesOfTheExamples() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "me.tongfei..", "org.datavec..", "org.slf4j.impl..")
                .check(CLASSES);
    }

    @Test
    void everyPackageBeginsWithTheWordOfItsModule() {
        List<String> strangers = CLASSES.stream()
                .filter(type -> !type.getPackageName().matches(packageOf(Modules.folderOf(type))))
                .map(JavaClass::getName)
                .toList();

        assertThat(strangers).as("classes outside of their module's package").isEmpty();
    }

    @Test
    void everyPackageIsDescribed() throws IOException {
        List<Path> undescribed = new ArrayList<>();

        for (String folder : Modules.WORD_BY_FOLDER.keySet()) {
            Path sources = Path.of("..", folder, "src", "main", "java");
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folderOfPackage -> Files.notExists(folderOfPackage.resolve("package-info.java")))
                        .forEach(undescribed::add);
            }
        }

        assertThat(undescribed).as("packages without package-info.java").isEmpty();
    }

    private static String packageOf(String folder) {
        return (ROOT + Modules.WORD_BY_FOLDER.get(folder)).replace(".", "\\.") + "(\\..*)?";
    }
}
