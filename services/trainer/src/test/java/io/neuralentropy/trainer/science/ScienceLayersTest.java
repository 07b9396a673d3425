package io.neuralentropy.trainer.science;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Science is plain Java, a library of matrices and the event records; data are plain Java, science, a reader of text and
 * logging. Neither knows tensors or Kafka.
 */
class ScienceLayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.neuralentropy.trainer.science", "io.neuralentropy.trainer.data");

    @Test
    void scienceKnowsPlainJavaMatricesAndEventRecordsOnly() {
        check(
                "io.neuralentropy.trainer.science",
                Set.of(
                        "io.neuralentropy.trainer.science",
                        "io.neuralentropy.events",
                        "org.ejml.data",
                        "org.ejml.dense.row",
                        "org.ejml.dense.row.factory",
                        "org.ejml.interfaces.decomposition"));
    }

    @Test
    void dataKnowPlainJavaScienceTextAndLoggingOnly() {
        check(
                "io.neuralentropy.trainer.data",
                Set.of(
                        "io.neuralentropy.trainer.data",
                        "io.neuralentropy.trainer.science",
                        "org.apache.commons.csv",
                        "org.slf4j"));
    }

    private static void check(String room, Set<String> known) {
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat(describe(
                        "are plain Java or in " + known,
                        (JavaClass type) -> type.getBaseComponentType().isPrimitive()
                                || type.getPackageName().startsWith("java.")
                                || known.contains(type.getBaseComponentType().getPackageName())))
                .check(CLASSES);
    }
}
