package net.openmeet.matrix.people;

import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.Operation;

/** An operation and the lane it goes to. */
public record Addressed(LaneKey lane, Operation operation) {}
