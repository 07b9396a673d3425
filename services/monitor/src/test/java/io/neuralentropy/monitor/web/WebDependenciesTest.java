package io.neuralentropy.monitor.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class WebDependenciesTest {
    @Test
    void webKnowsSnapshotsAndEventsAndItsOwnToolsOnly() {
        var web = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.neuralentropy.monitor.web");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.neuralentropy.monitor.web",
                        "io.neuralentropy.monitor.snapshot",
                        "io.neuralentropy.monitor.json",
                        "io.neuralentropy.monitor.compare",
                        "io.neuralentropy.events",
                        "io.javalin..",
                        "org.eclipse.jetty..",
                        "jakarta.servlet..",
                        "kotlin..",
                        "com.fasterxml.jackson.core..",
                        "org.slf4j",
                        "java..")
                .check(web);
    }
}
