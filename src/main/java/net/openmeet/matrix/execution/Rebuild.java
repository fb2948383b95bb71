package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a rebuild of a tenant's lanes is in one task.
 *
 * @param remaining lanes still to be driven; 0 when there is no rebuild
 * @param end when it is expected to be over at the rate so far; absent before there is one
 */
public record Rebuild(String tenant, RebuildReason reason, int remaining, Optional<Instant> end) {}
