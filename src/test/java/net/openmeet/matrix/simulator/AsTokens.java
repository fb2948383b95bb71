package net.openmeet.matrix.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The application services' tokens as the homeserver's operator last wrote them. Safe for any thread. */
final class AsTokens {
    private final SimulatorSettings settings;
    private final Map<String, String> rotated = new ConcurrentHashMap<>();

    AsTokens(SimulatorSettings settings) {
        this.settings = settings;
    }

    String of(Appservice service) {
        return rotated.getOrDefault(service.id(), service.asToken());
    }

    Optional<Appservice> owner(String token) {
        return settings.appservices().stream()
                .filter(service -> of(service).equals(token))
                .findFirst();
    }

    void rotate(Appservice service, String token) {
        rotated.put(service.id(), token);
    }
}
