package net.openmeet.matrix;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Decisions stay apart from input and output: the packages that decide can be tested without a broker or a homeserver.
 * A rule here fails the build when one of them starts to import Kafka or OkHttp.
 */
@AnalyzeClasses(packages = "net.openmeet.matrix", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule pureCodeKnowsNeitherKafkaNorHttp = noClasses()
            .that()
            .resideInAnyPackage(
                    "net.openmeet.matrix.credential..",
                    "net.openmeet.matrix.epoch..",
                    "net.openmeet.matrix.event..",
                    "net.openmeet.matrix.homeserver",
                    "net.openmeet.matrix.people..",
                    "net.openmeet.matrix.room..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "okhttp3..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheAdapterKnowsOkHttp = noClasses()
            .that()
            .resideOutsideOfPackage("net.openmeet.matrix.homeserver.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..");

    /** ArchUnit's own takes only {@code target/test-classes} for tests; the quick check builds in a folder below. */
    static class WithoutTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
