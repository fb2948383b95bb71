package net.openmeet.matrix.simulator;

import java.time.Instant;
import java.util.Optional;

/**
 * A request that came in.
 *
 * @param arrived when it was read, before any delay
 * @param actingAs who it claimed to act as
 * @param path as it was sent, still encoded
 * @param status absent when no answer was given
 * @param traceparent the trace context it came with
 */
public record ServedCall(
        Endpoint endpoint,
        Instant arrived,
        Optional<String> actingAs,
        String path,
        Optional<Integer> status,
        Optional<String> traceparent) {}
