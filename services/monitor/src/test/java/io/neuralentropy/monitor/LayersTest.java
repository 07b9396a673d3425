package io.neuralentropy.monitor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of the monitor and the doors between them; that of the web has a test of its own. */
class LayersTest {
    private static final String ROOT = "io.neuralentropy.monitor";
    private static final JavaClasses MONITOR = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void mathsKnowsStepsAndSnapshotsOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".maths")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.nio",
                        "io.neuralentropy.events",
                        ROOT + ".maths",
                        ROOT + ".snapshot")
                .check(MONITOR);
    }

    @Test
    void detectorsKnowSnapshotsOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".detectors")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..", "java.util..", "java.math", "java.nio", ROOT + ".detectors", ROOT + ".snapshot")
                .check(MONITOR);
    }

    @Test
    void theStateOfARunKnowsNeitherKafkaNorHttpNorAClock() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".run")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.nio",
                        "io.neuralentropy.events",
                        "io.neuralentropy.events.codec",
                        ROOT + ".run",
                        ROOT + ".detectors",
                        ROOT + ".maths",
                        ROOT + ".snapshot")
                .check(MONITOR);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".run", ROOT + ".detectors", ROOT + ".maths", ROOT + ".snapshot")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(MONITOR);
    }

    @Test
    void theTopologyKnowsNeitherHttpNorMetricNames() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".topology", ROOT + ".streams")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".web",
                        ROOT + ".export",
                        "io.javalin..",
                        "io.micrometer..",
                        "io.prometheus..",
                        "java.net.http..")
                .check(MONITOR);
    }

    @Test
    void theTopologyDoesNotKnowWhoRunsIt() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".topology")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".streams")
                .check(MONITOR);
    }

    @Test
    void theExporterKnowsNoWeb() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".export")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".web", "io.javalin..")
                .check(MONITOR);
    }

    @Test
    void theWordsOfTheApiKnowNeitherKafkaNorHttp() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".json")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.io",
                        "java.nio.charset",
                        "com.fasterxml.jackson.core..",
                        "io.neuralentropy.events",
                        ROOT + ".json",
                        ROOT + ".compare",
                        ROOT + ".snapshot")
                .check(MONITOR);
    }

    @Test
    void comparingIsPure() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".compare")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.util..", ROOT + ".compare")
                .check(MONITOR);
    }

    @Test
    void theArchiveKnowsNoStreamsAndNoHttp() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".archive")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".web",
                        ROOT + ".export",
                        ROOT + ".topology",
                        ROOT + ".run",
                        "org.apache.kafka.streams..",
                        "io.javalin..")
                .check(MONITOR);
    }
}
