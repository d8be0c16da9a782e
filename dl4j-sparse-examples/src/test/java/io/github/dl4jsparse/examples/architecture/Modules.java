package io.github.dl4jsparse.examples.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;

/** The four modules: folder and package of each, and the classes that all rules are about. */
final class Modules {

    static final String ROOT = "io.github.dl4jsparse.";
    static final String LAYERS = ROOT + "layers..";
    static final String LISTENERS = ROOT + "listeners..";
    static final String CONTINUAL = ROOT + "continual..";
    static final String EXAMPLES = ROOT + "examples..";
    static final String[] LIBRARIES = {LAYERS, LISTENERS, CONTINUAL};

    /** Folder of a module, and the word that each of its packages begins with. */
    static final Map<String, String> WORD_BY_FOLDER = Map.of(
            "dl4j-sparse-layers", "layers",
            "dl4j-sparse-listeners", "listeners",
            "dl4j-continual", "continual",
            "dl4j-sparse-examples", "examples");

    private Modules() {}

    /** The compiled main code of all modules, from class folders or jars. */
    static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.github.dl4jsparse");
    }

    /** The folder of the module that a class was compiled in. */
    static String folderOf(JavaClass type) {
        String uri = type.getSource().orElseThrow().getUri().toString();
        return WORD_BY_FOLDER.keySet().stream()
                .filter(folder -> uri.contains("/" + folder + "/target/"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The class file (" + uri + ") lies in no module"));
    }
}
