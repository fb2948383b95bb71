package net.openmeet.matrix.config;

import java.util.List;
import java.util.Optional;

/**
 * The service's own HTTP port for health, metrics and the API.
 *
 * @param port 0 takes any free one
 * @param apiToken without one the API is off; health and metrics are always on
 * @param advertised where other instances reach this one; without it they don't
 * @param peers the instances that a question may be passed on to: nobody else is ever sent the token
 */
public record Http(int port, Optional<Secret> apiToken, Optional<HostPort> advertised, List<HostPort> peers) {

    public Http {
        peers = List.copyOf(peers);
    }

    /** Of an instance that passes nothing on. */
    public Http(int port, Optional<Secret> apiToken) {
        this(port, apiToken, Optional.empty(), List.of());
    }
}
