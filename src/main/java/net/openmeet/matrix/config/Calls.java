package net.openmeet.matrix.config;

import java.time.Duration;

/**
 * How the service treats a homeserver. Tenants with one base URL share its limit, so they agree on it.
 *
 * @param inFlight calls under way at most, of this process to one base URL
 * @param timeout of a call, from sending to the whole answer
 * @param createRoomTimeout of a createRoom, which takes 80 to 105 ms on an idle Synapse and seconds on a busy one
 * @param profileTimeout of a change of a display name or avatar, which the homeserver writes into each room of the person
 * @param retryBudget backoff served while the homeserver answers others, after which an operation is dead-lettered
 */
public record Calls(
        int inFlight, Duration timeout, Duration createRoomTimeout, Duration profileTimeout, Duration retryBudget) {

    /** What holds where nothing else is configured. */
    public static Calls defaults() {
        return new Calls(
                8, Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofHours(1));
    }
}
