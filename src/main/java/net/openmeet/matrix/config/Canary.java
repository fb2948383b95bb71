package net.openmeet.matrix.config;

import java.time.Duration;

/**
 * A synthetic event now and then, to see whether rooms follow.
 *
 * @param tenant on whose homeserver its room is
 * @param every how often; what isn't true after as long counts as failed
 */
public record Canary(String tenant, Duration every) {}
