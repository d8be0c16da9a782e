package io.github.dl4jsparse.examples.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static io.github.dl4jsparse.examples.architecture.Modules.LIBRARIES;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What no class does, wherever it lives. */
class HouseRulesTest {

    private static final JavaClasses CLASSES = Modules.mainClasses();

    /** The ways to a hash beside an object's own {@code hashCode()}. */
    private static final Set<String> HASHES = Set.of(
            "java.util.Objects.hash",
            "java.util.Objects.hashCode",
            "java.util.Arrays.deepHashCode",
            "java.lang.System.identityHashCode");

    @Test
    void randomnessComesFromExplicitSeeds() {
        noClasses()
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(SplittableRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(Collections.class, "shuffle", List.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .orShould()
                .callMethod("java.util.UUID", "randomUUID")
                .because("the same seed gives the same bits")
                .check(CLASSES);
    }

    @Test
    void hashCodesServeHashTablesOnly() {
        noClasses()
                .should()
                .callCodeUnitWhere(aHashOutsideOfHashCode())
                .because("a hash is no seed: it may differ between runs and JDKs")
                .check(CLASSES);
    }

    @Test
    void javaSerializationIsNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .check(CLASSES);
    }

    @Test
    void librariesLogAndDoNotPrint() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void librariesDoNotEndTheJvm() {
        noClasses()
                .that()
                .resideInAnyPackage(LIBRARIES)
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void thereIsNoStaticState() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    @Test
    void noFieldIsPublicUnlessItIsAConstant() {
        noFields().that().areNotStatic().should().bePublic().check(CLASSES);
    }

    @Test
    void configurationsAreNotNested() {
        // Their class names are the file form, and Outer$Inner would become part of it.
        classes()
                .that(areConfigurations().and(resideInAnyPackage(LIBRARIES)))
                .should()
                .beTopLevelClasses()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameStartingWith("Base")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> areConfigurations() {
        return assignableTo("org.deeplearning4j.nn.conf.layers.Layer")
                .or(assignableTo("org.deeplearning4j.nn.conf.graph.GraphVertex"))
                .or(assignableTo("org.deeplearning4j.nn.conf.weightnoise.IWeightNoise"))
                .or(assignableTo("org.deeplearning4j.nn.api.layers.LayerConstraint"));
    }

    private static DescribedPredicate<JavaCall<?>> aHashOutsideOfHashCode() {
        return DescribedPredicate.describe("take a hash outside of hashCode()", HouseRulesTest::takesAHash);
    }

    private static boolean takesAHash(JavaCall<?> call) {
        boolean hash = call.getName().equals("hashCode")
                || HASHES.contains(call.getTargetOwner().getName() + "." + call.getName());
        return hash && !call.getOrigin().getName().equals("hashCode") && !belongsToASwitch(call);
    }

    /** The compiler turns a switch on a string into hashCode and equals on one line. */
    private static boolean belongsToASwitch(JavaAccess<?> call) {
        return call.getTargetOwner().isEquivalentTo(String.class)
                && call.getOrigin().getMethodCallsFromSelf().stream()
                        .anyMatch(other -> other.getName().equals("equals")
                                && other.getTargetOwner().isEquivalentTo(String.class)
                                && other.getLineNumber() == call.getLineNumber());
    }
}
