package net.openmeet.matrix.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.ConfigLoader;
import net.openmeet.matrix.config.HostPort;
import net.openmeet.matrix.config.Loaded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests say nothing that Kubernetes' types haven't, fit together, and configure the service so that it starts: with a name in
 * the group and an address for the others that stay when an instance is replaced.
 */
class ManifestsTest {
    private static final String NAME = "openmeet-matrix";
    private static final String LABEL = "app.kubernetes.io/name";
    private static final Map<String, String> SELECTED = Map.of(LABEL, NAME);

    @TempDir
    private Path folder;

    private final Manifests manifests = Manifests.read();
    private final StatefulSet instances = manifests.the(StatefulSet.class);
    private final PodTemplateSpec pod = instances.getSpec().getTemplate();
    private final Container service = only(pod.getSpec());
    private final PodSpec topics =
            manifests.the(Job.class).getSpec().getTemplate().getSpec();

    @Test
    void noFieldIsUnknownToKubernetes() {
        assertThat(manifests.all()).flatMap(UnknownFields::of).isEmpty();
    }

    @Test
    void aFieldThatIsMisspeltFarInsideIsFound() {
        // given
        HasMetadata wrong = Manifests.of("""
                apiVersion: apps/v1
                kind: StatefulSet
                spec: {template: {spec: {containers: [{name: it, livenesProbe: {periodSeconds: 1}}]}}}
                """);
        // then
        assertThat(UnknownFields.of(wrong)).singleElement().asString().endsWith(".livenesProbe");
    }

    @Test
    void everyManifestIsInTheKustomization() throws IOException {
        try (Stream<Path> files = Files.list(Manifests.FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".yaml") && !file.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(texts("resources"));
        }
    }

    @Test
    void whatIsSelectedIsThePodOfTheStatefulSetAndNothingElse() {
        assertThat(pod.getMetadata().getLabels()).isEqualTo(SELECTED);
        assertThat(manifests
                        .the(Job.class)
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels())
                .isNotEqualTo(SELECTED);
        assertThat(List.of(
                        instances.getSpec().getSelector().getMatchLabels(),
                        manifests
                                .the(PodDisruptionBudget.class)
                                .getSpec()
                                .getSelector()
                                .getMatchLabels(),
                        manifests
                                .the(NetworkPolicy.class)
                                .getSpec()
                                .getPodSelector()
                                .getMatchLabels(),
                        manifests.the(PodMonitor.class).getSpec().getSelector().getMatchLabels(),
                        manifests.service(NAME).getSpec().getSelector(),
                        manifests.service("openmeet-matrix-peers").getSpec().getSelector()))
                .containsOnly(SELECTED);
    }

    @Test
    void theJobLabelIsTheOneThatRulesAndDashboardsAskFor() throws IOException {
        // given
        PodMonitor monitor = manifests.the(PodMonitor.class);
        // then
        assertThat(pod.getMetadata().getLabels().get(monitor.getSpec().getJobLabel()))
                .isEqualTo(NAME);
        assertThat(Files.readString(Path.of("docker/prometheus/prometheus.yml")))
                .contains("job_name: " + NAME)
                .contains("targets: [" + NAME + ":8080]")
                .contains("scrape_interval: "
                        + monitor.getSpec().getPodMetricsEndpoints().getFirst().getInterval());
    }

    @Test
    void probesAndScrapesAskForWhatTheServiceAnswers() throws IOException {
        // given
        String endpoint = Files.readString(Path.of("src/main/java/net/openmeet/matrix/observability/Endpoint.java"));
        // then
        assertThat(Stream.of(service.getStartupProbe(), service.getLivenessProbe(), service.getReadinessProbe())
                        .map(probe -> path(probe)))
                .containsExactly("/health/live", "/health/live", "/health/ready")
                .allSatisfy(path -> assertThat(endpoint).contains('"' + path + '"'));
        assertThat(manifests.the(PodMonitor.class).getSpec().getPodMetricsEndpoints())
                .allSatisfy(scraped -> assertThat(endpoint).contains('"' + scraped.getPath() + '"'));
    }

    @Test
    void oneDisruptionAtATimeAndTimeToStop() {
        assertThat(manifests
                        .the(PodDisruptionBudget.class)
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal())
                .isEqualTo(1);
        assertThat(instances.getSpec().getReplicas()).isEqualTo(2);
        // Calls under way get 5 s and Kafka Streams 20.
        assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isGreaterThan(25 + 10);
    }

    @Test
    void noContainerMayDoMoreThanItNeeds() {
        assertThat(List.of(pod.getSpec(), topics)).allSatisfy(spec -> {
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getEnableServiceLinks()).isFalse();
            assertThat(only(spec).getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(only(spec).getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(only(spec).getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(only(spec).getImage()).isEqualTo(NAME);
        });
        assertThat(pod.getSpec().getSecurityContext().getFsGroup()).isEqualTo(10001);
    }

    @Test
    void theHeapLeavesRoomForWhatIsNotInIt() throws IOException {
        // given
        BigDecimal limit =
                Quantity.getAmountInBytes(service.getResources().getLimits().get("memory"));
        // then
        assertThat(Files.readString(Path.of("docker/jvm.options"))).contains("-XX:MaxRAMPercentage=40\n");
        assertThat(limit.longValueExact() * 40 / 100).isBetween(384L << 20, 450L << 20);
    }

    @Test
    void everyVariableIsOneThatTheServiceReads() {
        assertThat(KnownVariables.unknownAmong(environment("openmeet-matrix-0").keySet()))
                .isEmpty();
    }

    @Test
    void eachInstanceStartsWithItsOwnNameAndAddressAndKnowsTheOthers() throws IOException {
        for (int replica = 0; replica < instances.getSpec().getReplicas(); replica++) {
            // given
            String name = NAME + "-" + replica;
            Map<String, String> environment = environment(name);
            environment.replaceAll((variable, value) -> mounted(value));
            // when
            Loaded<Config> loaded = ConfigLoader.load(environment);
            // then
            assertThat(loaded.problems()).isEmpty();
            Config config = loaded.config().orElseThrow();
            HostPort address = new HostPort(
                    name + "." + instances.getSpec().getServiceName(),
                    service.getPorts().getFirst().getContainerPort());
            assertThat(config.http().advertised()).contains(address);
            assertThat(config.http().peers())
                    .contains(address)
                    .hasSize(instances.getSpec().getReplicas());
            assertThat(config.http().port()).isEqualTo(address.port());
            assertThat(config.kafka().settings()).containsEntry("group.instance.id", name);
            assertThat(config.tenants())
                    .singleElement()
                    .satisfies(tenant -> assertThat(tenant.appservice()).isPresent());
        }
    }

    @Test
    void theStateIsKeptWhereTheImageLooksForIt() throws IOException {
        // given
        VolumeMount state = mount("state");
        // then
        assertThat(instances.getSpec().getVolumeClaimTemplates())
                .singleElement()
                .satisfies(claim -> assertThat(claim.getMetadata().getName()).isEqualTo(state.getName()));
        assertThat(Files.readString(Path.of("docker/Dockerfile")))
                .contains("OPENMEET_STATE_DIR=" + state.getMountPath() + "\n")
                .contains("VOLUME " + state.getMountPath() + "\n")
                .contains("USER 10001:10001\n");
    }

    /** A file for each secret, as the kubelet mounts them. */
    private String mounted(String value) {
        String inside = mount("secrets").getMountPath() + "/";
        if (!value.startsWith(inside)) {
            return value;
        }
        String key = value.substring(inside.length());
        assertThat(texts("secretGenerator", "files")).contains("secrets/" + key);
        try {
            return Files.writeString(folder.resolve(key), "secret\n").toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> environment(String podName) {
        Map<String, String> environment = new TreeMap<>(Manifests.configuration());
        for (EnvVar variable : service.getEnv()) {
            if (variable.getValue() != null) {
                environment.put(variable.getName(), variable.getValue().replace("$(POD_NAME)", podName));
            }
        }
        environment.put("OPENMEET_STATE_DIR", mount("state").getMountPath());
        return environment;
    }

    private VolumeMount mount(String name) {
        return service.getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String path(Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        return probe.getHttpGet().getPath();
    }

    private static Container only(PodSpec spec) {
        assertThat(spec.getContainers()).hasSize(1);
        return spec.getContainers().getFirst();
    }

    private static List<String> texts(String list) {
        return Manifests.texts(Manifests.kustomization().path(list));
    }

    private static List<String> texts(String list, String field) {
        return Manifests.texts(Manifests.kustomization().path(list).path(0).path(field));
    }
}
