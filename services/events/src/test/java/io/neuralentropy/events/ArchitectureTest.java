package io.neuralentropy.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which room of this module may know which. */
class ArchitectureTest {
    private static final JavaClasses EVENTS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.neuralentropy.events");

    @Test
    void theRecordsKnowNothingButJava() {
        classes()
                .that()
                .resideInAPackage("io.neuralentropy.events")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.neuralentropy.events", "java..")
                .check(EVENTS);
    }

    @Test
    void theCodecKnowsNoKafka() {
        classes()
                .that()
                .resideInAPackage("..events.codec")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.neuralentropy.events", "..events.codec", "com.fasterxml.jackson.core..", "java..")
                .check(EVENTS);
    }

    @Test
    void topicsKnowNeitherCodecNorEmitter() {
        noClasses()
                .that()
                .resideInAPackage("..events.topics")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..events.codec", "..events.emitter")
                .check(EVENTS);
    }

    @Test
    void nothingHereKnowsAnotherModule() {
        classes()
                .that()
                .resideInAPackage("io.neuralentropy.events..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.neuralentropy.events..",
                        "com.fasterxml.jackson.core..",
                        "org.apache.kafka..",
                        "org.slf4j..",
                        "java..")
                .check(EVENTS);
    }
}
