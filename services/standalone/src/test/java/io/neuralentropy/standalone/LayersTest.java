package io.neuralentropy.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Who may know whom, over the whole product: trainer → events ← monitor, and only this module knows all. */
class LayersTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.neuralentropy");

    private static final String EVENTS = "io.neuralentropy.events..";
    private static final String TRAINER = "io.neuralentropy.trainer..";
    private static final String MONITOR = "io.neuralentropy.monitor..";
    private static final String STANDALONE = "io.neuralentropy.standalone..";

    @Test
    void eventsKnowsNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage(EVENTS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TRAINER, MONITOR, STANDALONE)
                .check(PRODUCT);
    }

    @Test
    void trainerKnowsEventsOnly() {
        noClasses()
                .that()
                .resideInAPackage(TRAINER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MONITOR, STANDALONE)
                .check(PRODUCT);
    }

    @Test
    void monitorKnowsEventsOnly() {
        noClasses()
                .that()
                .resideInAPackage(MONITOR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TRAINER, STANDALONE)
                .check(PRODUCT);
    }

    @Test
    void onlyTheBrokersPackageKnowsKafkasServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.neuralentropy.standalone.broker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("kafka..", "org.apache.kafka.server..", "org.apache.kafka.raft..")
                .check(PRODUCT);
    }

    @Test
    void onlyTheTrainerKnowsItsEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(TRAINER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..")
                .check(PRODUCT);
    }

    @Test
    void onlyTheCommandLineKnowsPicocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.neuralentropy.standalone.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..")
                .check(PRODUCT);
    }

    @Test
    void brokerAndReplayDoNotKnowTheCommandLine() {
        SlicesRuleDefinition.slices()
                .matching("io.neuralentropy.standalone.(*)..")
                .should()
                .beFreeOfCycles()
                .check(PRODUCT);
    }
}
