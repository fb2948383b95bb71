package net.openmeet.matrix.topology;

import java.util.Optional;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.room.Operation;
import org.apache.kafka.common.utils.Bytes;

/** Where intake sends what a domain event says. */
sealed interface Taken {

    /** To the lane that is the record's key. */
    record ToLane(Operation operation) implements Taken {}

    /** To the person that is the record's key. */
    record ToPerson(PeopleInput input) implements Taken {}

    /** To the ledger of dead letters: what became of a replay. The record's key is the letter's id. */
    record ToLedger(Disposition disposition) implements Taken {}

    /**
     * To the dead letters, byte for byte; the reason is in the record's headers.
     *
     * @param partition where it was read, and so where its letter goes
     */
    record ToDeadLetters(Optional<Bytes> key, Optional<Bytes> value, int partition) implements Taken {}
}
