package io.neuralentropy.standalone.stack;

import static io.neuralentropy.standalone.stack.Compose.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The images' recipe agrees with the stack that runs them, and with the files that it copies. */
class DockerfileTest {
    private static final String RECIPE =
            Compose.text(ROOT.resolve("services/standalone/Dockerfile")).replace("\\\n", " ");

    private static final Set<String> OWN = Set.of("monitor", "trainer");

    private static List<String> all(String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(RECIPE)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void hasTheStagesThatTheStackBuilds() {
        for (String service : OWN) {
            var build = Compose.map(Compose.stack().service(service).get("build"));
            assertEquals(".", build.get("context"));
            assertTrue(Files.exists(ROOT.resolve((String) build.get("dockerfile"))));
            assertTrue(all("^FROM \\S+ AS (\\S+)").contains(build.get("target")), service);
        }
    }

    @Test
    void startsFromImagesOfOneExactVersion() {
        Set<String> bases = new TreeSet<>(all("^FROM (\\S+)"));
        bases.removeAll(all("^FROM \\S+ AS (\\S+)"));
        assertEquals(2, bases.size(), bases.toString());
        bases.forEach(base -> assertTrue(base.matches("[a-z-]+:\\d+\\.\\d+\\.\\d+[a-z0-9_-]*"), base));
    }

    @Test
    void copiesWhatIsThereAndWhatTheBuildMaySee() {
        List<String> seen = Compose.text(ROOT.resolve(".dockerignore"))
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        List<String> copied = all("^COPY (?!--from)(\\S+)");
        assertEquals(new TreeSet<>(seen), new TreeSet<>(copied));
        copied.forEach(path -> assertTrue(Files.exists(ROOT.resolve(path)), path));
    }

    @Test
    void runsAsTheUserOfTheStack() {
        for (String service : OWN) {
            assertEquals(
                    all("^USER (\\S+)"),
                    List.of(Compose.stack().service(service).get("user")));
        }
    }

    @Test
    void ownsTheDirectoryThatTheStackMountsAVolumeTo() {
        List<String> owned = all("install -d -o 10001 -g 10001 (\\S+)");
        for (String service : OWN) {
            assertEquals(owned, new ArrayList<>(Compose.stack().mounts(service).keySet()));
        }
    }

    @Test
    void startsTheProgramItselfSoThatSignalsArrive() {
        assertEquals(List.of("[\"/opt/neural-entropy/bin/neural-entropy\"]"), all("^ENTRYPOINT (.*)"));
        String launcher = Compose.text(ROOT.resolve("services/standalone/image/neural-entropy"));
        assertTrue(Pattern.compile("^exec .*java", Pattern.MULTILINE)
                .matcher(launcher)
                .find());
    }

    @Test
    void checksHealthAsTheStackDoes() {
        List<String> words =
                Compose.texts(Compose.map(Compose.stack().service("monitor").get("healthcheck"))
                        .get("test"));
        String wanted = "CMD [\"" + String.join("\", \"", words.subList(1, words.size())) + "\"]";
        assertTrue(all("^HEALTHCHECK --(.*)").get(0).endsWith(wanted), wanted);
    }

    @Test
    void namesTheVersionOfPyTorchThatTheBuildUnpacks() {
        assertTrue(Compose.text(ROOT.resolve("pom.xml"))
                .contains("<pytorch.version>" + all("PYTORCH_VERSION=(\\S+)").get(0) + "<"));
    }
}
