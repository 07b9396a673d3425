package io.neuralentropy.standalone.stack;

import static io.neuralentropy.standalone.stack.Compose.ROOT;
import static io.neuralentropy.standalone.stack.Compose.list;
import static io.neuralentropy.standalone.stack.Compose.map;
import static io.neuralentropy.standalone.stack.Compose.texts;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docker-compose.yml} holds together: within itself, with the files that it mounts, with the code that it starts. */
class ComposeTest {
    private static final Compose STACK = Compose.stack();

    /** A training ends by itself and listens to nobody. */
    private static final Set<String> WITHOUT_HEALTH = Set.of("trainer");

    static Set<String> services() {
        return STACK.services();
    }

    @Test
    void hasTheServicesOfTheDesign() {
        assertEquals(Set.of("kafka", "monitor", "prometheus", "alertmanager", "grafana", "trainer"), services());
        assertEquals(List.of("trainer"), texts(STACK.service("trainer").get("profiles")));
    }

    @Nested
    class Images {
        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.stack.ComposeTest#services")
        void areOfOneExactVersion(String service) {
            String image = (String) STACK.service(service).get("image");
            assertTrue(image.matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), image);
        }

        @Test
        void areThoseThatTheCodeIsMadeFor() {
            assertEquals(
                    "apache/kafka:" + pom("kafka.version"),
                    STACK.service("kafka").get("image"));
            assertEquals("grafana/grafana", image("grafana"));
            for (String own : List.of("monitor", "trainer")) {
                assertEquals(own, map(STACK.service(own).get("build")).get("target"));
                assertTrue(((String) STACK.service(own).get("image")).endsWith(":" + version()), own);
            }
        }

        private String image(String service) {
            return ((String) STACK.service(service).get("image")).replaceFirst(":.*", "");
        }
    }

    @Nested
    class Settings {
        @Test
        void ofTheExampleAreThoseThatAreRead() {
            Map<String, String> read = new LinkedHashMap<>(Compose.variables("docker-compose.yml"));
            read.putAll(Compose.variables("docker-compose.gpu.yml"));
            assertEquals(
                    new TreeSet<>(read.keySet()),
                    new TreeSet<>(Compose.exampleSettings().keySet()));
        }

        @Test
        void haveTheDefaultsOfTheExample() {
            Map<String, String> defaults = Compose.variables("docker-compose.yml");
            Map<String, String> shown = new LinkedHashMap<>(Compose.exampleSettings());
            shown.keySet().retainAll(defaults.keySet());
            assertEquals(defaults, shown);
        }

        @Test
        void leaveNoVariableBehind() {
            for (String service : services()) {
                assertFalse(STACK.service(service).toString().contains("${"), service);
            }
        }
    }

    @Nested
    class Hardening {
        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.stack.ComposeTest#services")
        void leavesNoRightThatIsNotNeeded(String name) {
            Map<String, Object> service = STACK.service(name);
            assertAll(
                    () -> assertEquals(true, service.get("read_only"), "read_only"),
                    () -> assertEquals(List.of("ALL"), service.get("cap_drop"), "cap_drop"),
                    () -> assertEquals(List.of("no-new-privileges:true"), service.get("security_opt")),
                    () -> assertTrue(String.valueOf(service.get("user")).matches("[1-9]\\d*:\\d+"), "user"),
                    () -> assertTrue((Integer) service.get("pids_limit") <= 1_024, "pids_limit"),
                    () -> assertTrue(String.valueOf(service.get("mem_limit")).matches("\\d+[gm]"), "mem_limit"),
                    () -> assertNotNull(service.get("stop_grace_period"), "stop_grace_period"),
                    () -> assertNotNull(service.get("restart"), "restart"),
                    () -> assertEquals(
                            Set.of("max-size", "max-file"),
                            map(map(service.get("logging")).get("options")).keySet()));
        }

        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.stack.ComposeTest#services")
        void doesWithoutWhatUndoesIt(String name) {
            Map<String, Object> service = STACK.service(name);
            Set<String> undoing = new TreeSet<>(service.keySet());
            undoing.retainAll(Set.of("privileged", "network_mode", "pid", "ipc", "cap_add", "devices", "env_file"));
            assertEquals(Set.of(), undoing);
            assertFalse(service.toString().contains("docker.sock"));
        }

        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.stack.ComposeTest#services")
        void boundsWhatIsWrittenToMemory(String name) {
            List<String> memory = texts(STACK.service(name).get("tmpfs"));
            assertTrue(memory.stream().anyMatch(mount -> mount.startsWith("/tmp:")), "/tmp");
            assertAll(memory.stream().map(mount -> () -> assertTrue(mount.contains("size="), mount)));
        }

        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.stack.ComposeTest#services")
        void letsOnlyThisMachineIn(String name) {
            for (Object port : list(STACK.service(name).get("ports"))) {
                assertEquals("127.0.0.1", map(port).get("host_ip"));
            }
        }
    }

    @Nested
    class Order {
        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.stack.ComposeTest#services")
        void isKnownByHealth(String name) {
            Map<String, Object> health = map(STACK.service(name).get("healthcheck"));
            if (WITHOUT_HEALTH.contains(name)) {
                assertEquals(Map.of(), health);
            } else {
                assertEquals(
                        Set.of("test", "interval", "timeout", "retries", "start_period", "start_interval"),
                        health.keySet());
            }
        }

        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.stack.ComposeTest#services")
        void waitsForWhatIsNeededToBeHealthy(String name) {
            map(STACK.service(name).get("depends_on")).forEach((needed, how) -> {
                assertEquals(Map.of("condition", "service_healthy"), how);
                assertTrue(services().contains(needed) && !WITHOUT_HEALTH.contains(needed), needed);
            });
        }

        @Test
        void goesTheWayOfTheData() {
            assertEquals(
                    Set.of("kafka"),
                    map(STACK.service("monitor").get("depends_on")).keySet());
            assertEquals(
                    Set.of("kafka"),
                    map(STACK.service("trainer").get("depends_on")).keySet());
            assertEquals(
                    Set.of("monitor", "alertmanager"),
                    map(STACK.service("prometheus").get("depends_on")).keySet());
            assertEquals(
                    Set.of("prometheus"),
                    map(STACK.service("grafana").get("depends_on")).keySet());
        }
    }

    @Nested
    class Mounts {
        @Test
        void areFilesOfTheRepositoryOrDeclaredVolumes() {
            Set<String> volumes = new TreeSet<>();
            List<String> missing = new ArrayList<>();
            for (String service : services()) {
                for (String source : STACK.mounts(service).values()) {
                    if (!source.startsWith(".")) {
                        volumes.add(source);
                    } else if (!Files.exists(ROOT.resolve(source))) {
                        missing.add(source);
                    }
                }
            }
            assertEquals(STACK.declared("volumes"), volumes);
            assertEquals(List.of(), missing);
        }

        @Test
        void ofTheRepositoryCannotBeWritten() {
            for (String service : services()) {
                for (String mount : texts(STACK.service(service).get("volumes"))) {
                    assertTrue(!mount.startsWith(".") || mount.endsWith(":ro"), mount);
                }
            }
        }

        @Test
        void holdTheFilesThatTheCommandsName() {
            assertTrue(Files.exists(onHost("prometheus", option("prometheus", "--config.file"))));
            assertTrue(Files.exists(onHost("alertmanager", option("alertmanager", "--config.file"))));
        }

        @Test
        void keepWhatMustOutliveAContainer() {
            assertEquals(
                    "prometheus-data", STACK.mounts("prometheus").get(option("prometheus", "--storage.tsdb.path")));
            assertEquals(
                    "alertmanager-data", STACK.mounts("alertmanager").get(option("alertmanager", "--storage.path")));
            assertEquals(
                    "kafka-data",
                    STACK.mounts("kafka").get(STACK.environment("kafka").get("KAFKA_LOG_DIRS")));
            assertEquals("monitor-state", STACK.mounts("monitor").get(parent(option("monitor", "--state-dir"))));
            assertEquals(
                    "trainer-checkpoints", STACK.mounts("trainer").get(parent(option("trainer", "--checkpoint-dir"))));
        }

        private String parent(String path) {
            return Path.of(path).getParent().toString();
        }
    }

    @Nested
    class Secrets {
        @Test
        void areFilesThatTheRepositoryDoesNotHold() {
            assertEquals(Set.of("grafana_admin_password"), STACK.declared("secrets"));
            String file = (String)
                    STACK.declaration("secrets", "grafana_admin_password").get("file");
            assertEquals("./secrets/grafana_admin_password", file);
            assertTrue(Compose.text(ROOT.resolve("secrets/.gitignore")).lines().anyMatch("*"::equals));
            assertTrue(Compose.text(ROOT.resolve("secrets/alertmanager/.gitignore"))
                    .lines()
                    .anyMatch("*"::equals));
        }

        @Test
        void areReadWhereTheyAppear() {
            assertEquals(
                    List.of("grafana_admin_password"),
                    texts(STACK.service("grafana").get("secrets")));
            assertEquals(
                    "/run/secrets/grafana_admin_password",
                    STACK.environment("grafana").get("GF_SECURITY_ADMIN_PASSWORD__FILE"));
        }

        @Test
        void areInNoEnvironment() {
            for (String service : services()) {
                STACK.environment(service)
                        .keySet()
                        .forEach(name -> assertTrue(
                                !name.matches(".*(PASSWORD|SECRET|TOKEN|KEY)") || name.endsWith("__FILE"), name));
            }
        }
    }

    @Nested
    class Addresses {
        /** The ports at which each service listens, by what it is told or by its own default. */
        private Set<Integer> ports(String service) {
            return switch (service) {
                case "kafka" ->
                    Pattern.compile(":(\\d+)")
                            .matcher(STACK.environment("kafka").get("KAFKA_LISTENERS"))
                            .results()
                            .map(found -> Integer.valueOf(found.group(1)))
                            .collect(java.util.stream.Collectors.toSet());
                case "monitor" -> Set.of(Integer.valueOf(option("monitor", "--http-port")));
                case "prometheus" -> Set.of(9090);
                case "alertmanager" -> Set.of(9093);
                case "grafana" -> Set.of(3000);
                default -> Set.of();
            };
        }

        private void assertLeadsToAService(String address) {
            Matcher found = Pattern.compile("(?:http://)?([a-z]+):(\\d+)").matcher(address);
            assertTrue(found.matches(), address);
            assertTrue(services().contains(found.group(1)), address);
            assertTrue(ports(found.group(1)).contains(Integer.valueOf(found.group(2))), address);
        }

        @ParameterizedTest
        @MethodSource("io.neuralentropy.standalone.stack.ComposeTest#services")
        void thatArePublishedAreListenedTo(String service) {
            for (Object port : list(STACK.service(service).get("ports"))) {
                assertTrue(ports(service).contains(map(port).get("target")), port.toString());
            }
        }

        @Test
        void ofKafkaAreThoseThatItTellsItsClients() {
            String advertised = STACK.environment("kafka").get("KAFKA_ADVERTISED_LISTENERS");
            for (String client : List.of("monitor", "trainer")) {
                String servers = option(client, "--bootstrap-servers");
                assertLeadsToAService(servers);
                assertTrue(advertised.contains("STACK://" + servers), advertised);
            }
            assertTrue(advertised.endsWith("HOST://localhost:9092"), advertised);
        }

        @Test
        void thatPrometheusScrapesAreServices() {
            Map<String, Object> prometheus =
                    map(Compose.yaml(ROOT.resolve("dashboards/prometheus/prometheus.yml"), text -> text));
            List<String> scraped = new ArrayList<>();
            for (Object job : list(prometheus.get("scrape_configs"))) {
                list(map(job).get("static_configs"))
                        .forEach(targets -> scraped.addAll(texts(map(targets).get("targets"))));
            }
            assertTrue(scraped.contains("monitor:8080"), scraped.toString());
            scraped.forEach(target -> assertLeadsToAService(target.replace("localhost:9090", "prometheus:9090")));
            for (Object alerting : list(map(prometheus.get("alerting")).get("alertmanagers"))) {
                list(map(alerting).get("static_configs"))
                        .forEach(targets -> texts(map(targets).get("targets")).forEach(this::assertLeadsToAService));
            }
        }

        @Test
        void thatTheMonitorAnswersToAreTheServicesNameAndTheBrowsers() {
            assertEquals("monitor,localhost", option("monitor", "--allowed-host"));
            assertEquals("0.0.0.0", option("monitor", "--http-host"));
        }

        @Test
        void ofGrafanasDataSourceIsPrometheus() {
            List<Path> files = files(ROOT.resolve("dashboards/grafana/provisioning/datasources"));
            assertEquals(1, files.size());
            Map<String, Object> source =
                    map(list(map(Compose.yaml(files.get(0), text -> text)).get("datasources"))
                            .get(0));
            assertEquals("neural-entropy-prometheus", source.get("uid"));
            assertLeadsToAService((String) source.get("url"));
        }

        @Test
        void ofGrafanasBoardsAreWhereTheyAreMounted() {
            List<Path> files = files(ROOT.resolve("dashboards/grafana/provisioning/dashboards"));
            assertEquals(1, files.size());
            for (Object provider :
                    list(map(Compose.yaml(files.get(0), text -> text)).get("providers"))) {
                Object path = map(map(provider).get("options")).get("path");
                assertEquals(
                        "./dashboards/grafana/boards", STACK.mounts("grafana").get(path));
            }
        }

        @Test
        void ofAlertmanagersSecretsAreWhereTheyAreMounted() {
            for (Path file : files(ROOT.resolve("dashboards/alertmanager"))) {
                Matcher named = Pattern.compile("(?m)^\\s*-?\\s*\\w+_file: *[\"']?([^\"'\\s]+)")
                        .matcher(Compose.text(file));
                while (named.find()) {
                    assertEquals(
                            "./secrets/alertmanager",
                            STACK.mounts("alertmanager")
                                    .get(Path.of(named.group(1)).getParent().toString()),
                            file.toString());
                }
            }
        }

        private List<Path> files(Path directory) {
            try (var files = Files.list(directory)) {
                return files.filter(file -> file.toString().endsWith(".yml"))
                        .sorted()
                        .toList();
            } catch (java.io.IOException missing) {
                throw new AssertionError(directory + " is missing", missing);
            }
        }
    }

    @Nested
    class ForAGpu {
        private final Compose gpu = Compose.gpu();

        @Test
        void onlyTheTrainerIsChanged() {
            assertEquals(Set.of("trainer"), gpu.services());
        }

        @Test
        void itsLibrariesAreMountedWhereDjlLooks() {
            String folder = gpu.environment("trainer").get("PYTORCH_LIBRARY_PATH");
            assertEquals(
                    Compose.exampleSettings().get("LIBTORCH_CUDA_DIR"),
                    gpu.mounts("trainer").get(folder));
            assertEquals(pom("pytorch.version"), gpu.environment("trainer").get("PYTORCH_VERSION"));
        }

        @Test
        void djlHasAnInterfaceToTheirFlavour() {
            String flavour = gpu.environment("trainer").get("PYTORCH_FLAVOR");
            assertNotNull(getClass().getResource("/jnilib/linux-x86_64/" + flavour + "/libdjl_torch.so"));
        }
    }

    /** The value of an option of a service's command. */
    private static String option(String service, String name) {
        return STACK.command(service).stream()
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError(service + " is not told " + name));
    }

    private static Path onHost(String service, String path) {
        Path file = Path.of(path);
        return ROOT.resolve(STACK.mounts(service).get(file.getParent().toString()))
                .resolve(file.getFileName());
    }

    private static String pom(String property) {
        return find("<" + Pattern.quote(property) + ">([^<]+)<");
    }

    private static String version() {
        return find("<artifactId>neural-entropy-monitor</artifactId>\\s*<version>([^<]+)<");
    }

    private static String find(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(Compose.text(ROOT.resolve("pom.xml")));
        assertTrue(found.find(), pattern);
        return found.group(1);
    }
}
