package io.neuralentropy.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class TrainerLayersTest {
    private static final String TRAINER = "io.neuralentropy.trainer";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(TRAINER);

    @Test
    void networksKnowNeitherEventsNorDataNorScience() {
        noClasses()
                .that()
                .resideInAPackage(TRAINER + ".network..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.neuralentropy.events..",
                        TRAINER,
                        TRAINER + ".loop..",
                        TRAINER + ".data..",
                        TRAINER + ".science..")
                .check(classes);
    }

    @Test
    void theLoopEmitsNothingAndReadsNoDataSets() {
        noClasses()
                .that()
                .resideInAPackage(TRAINER + ".loop..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.neuralentropy.events.emitter..",
                        "io.neuralentropy.events.codec..",
                        "io.neuralentropy.events.topics..",
                        TRAINER,
                        TRAINER + ".data..")
                .check(classes);
    }

    @Test
    void onlyNetworkAndLoopKnowDjl() {
        noClasses()
                .that()
                .resideOutsideOfPackages(TRAINER + ".network..", TRAINER + ".loop..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "com.sun.jna..")
                .check(classes);
    }

    @Test
    void theTrainerKnowsNoMonitorAndNoBroker() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.neuralentropy.monitor..", "io.neuralentropy.standalone..", "org.apache.kafka..")
                .check(classes);
    }
}
