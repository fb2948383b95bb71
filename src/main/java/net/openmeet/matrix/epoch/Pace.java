package net.openmeet.matrix.epoch;

import java.time.Duration;

/**
 * How often a homeserver is looked at.
 *
 * @param heartbeat between two looks: what a restored backup may be younger than and go unnoticed
 * @param again after a look that came to nothing, and before the second look that confirms a loss: longer than the workers of one
 *     homeserver lag behind each other
 * @param uncertain after a write without an answer: until then it may still take effect
 */
public record Pace(Duration heartbeat, Duration again, Duration uncertain) {}
