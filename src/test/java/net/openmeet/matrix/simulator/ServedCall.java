package net.openmeet.matrix.simulator;

import java.util.Optional;

/**
 * A request that came in.
 *
 * @param actingAs who it claimed to act as
 * @param path as it was sent, still encoded
 * @param status absent when no answer was given
 */
public record ServedCall(Endpoint endpoint, Optional<String> actingAs, String path, Optional<Integer> status) {}
