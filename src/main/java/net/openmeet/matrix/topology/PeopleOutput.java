package net.openmeet.matrix.topology;

import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.room.Operation;

/** Where the people stage sends what it has to say. */
public sealed interface PeopleOutput {

    /** To the lane that is the record's key. */
    record ToLane(Operation operation) implements PeopleOutput {}

    /** To the ledger of dead letters: what became of a replay. The record's key is the letter's id. */
    record ToLedger(Disposition disposition) implements PeopleOutput {}
}
