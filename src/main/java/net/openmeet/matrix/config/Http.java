package net.openmeet.matrix.config;

import java.util.Optional;

/**
 * The service's own HTTP port for health, metrics and the API.
 *
 * @param port 0 takes any free one
 * @param apiToken without one the API is off; health and metrics are always on
 */
public record Http(int port, Optional<Secret> apiToken) {}
