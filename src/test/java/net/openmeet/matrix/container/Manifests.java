package net.openmeet.matrix.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.json.Json;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests of {@code docker/kubernetes}, as Kubernetes' own types. */
final class Manifests {
    static final Path FOLDER = Path.of("docker", "kubernetes");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "ServiceAccount", ServiceAccount.class,
            "Job", Job.class,
            "Service", Service.class,
            "StatefulSet", StatefulSet.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodMonitor", PodMonitor.class);

    private final List<HasMetadata> all;

    private Manifests(List<HasMetadata> all) {
        this.all = List.copyOf(all);
    }

    /** What the kustomization names, in its order. */
    static Manifests read() {
        List<HasMetadata> found = new ArrayList<>();
        for (JsonNode resource : kustomization().path("resources")) {
            documents(FOLDER.resolve(resource.asText())).forEach(document -> found.add(typed(document)));
        }
        return new Manifests(found);
    }

    /** The manifest in a text. */
    static HasMetadata of(String yaml) {
        return typed(documents(yaml).getFirst());
    }

    static JsonNode kustomization() {
        return documents(FOLDER.resolve("kustomization.yaml")).getFirst();
    }

    /** The texts of a list. */
    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** What the generated ConfigMap holds. */
    static Map<String, String> configuration() {
        return DotEnv.read(FOLDER.resolve("config.env"));
    }

    List<HasMetadata> all() {
        return all;
    }

    /** The only one of this type. */
    <T extends HasMetadata> T the(Class<T> type) {
        List<T> found = all.stream().filter(type::isInstance).map(type::cast).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " of " + type.getSimpleName());
        }
        return found.getFirst();
    }

    /** The service of that name. */
    Service service(String name) {
        return all.stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .filter(service -> service.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static HasMetadata typed(JsonNode document) {
        String kind = document.path("kind").asText();
        Class<? extends HasMetadata> type = TYPES.get(kind);
        if (type == null) {
            throw new AssertionError("no type for " + kind);
        }
        HasMetadata read = MAPPER.convertValue(document, type);
        if (!read.getApiVersion().equals(HasMetadata.getApiVersion(type))) {
            throw new AssertionError(kind + " isn't of " + read.getApiVersion());
        }
        return read;
    }

    private static List<JsonNode> documents(Path file) {
        try {
            return documents(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> documents(String yaml) {
        List<JsonNode> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(yaml)
                .forEach(document -> documents.add(Json.mapper().valueToTree(document)));
        return documents;
    }
}
