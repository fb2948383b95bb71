package net.openmeet.matrix.topology;

import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.EventType;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Notice;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.people.PeopleInput;

/** Is told what intake made of each record. Called on stream threads: quick, and never throws. */
public interface IntakeObserver {

    /** Why a record is overlooked. */
    enum Skip {
        /** The contract has no such type. */
        UNKNOWN_TYPE,
        /** It is another tenant's, and was not looked at. */
        OTHER_TENANT
    }

    /** A record was turned into a fact. */
    void accepted(EventType type, Fact fact);

    /** A fact of a backfill waits until the pipeline has room for it. */
    default void shelved() {}

    /** It went on. */
    default void released() {}

    /** A record was overlooked. */
    void skipped(Skip why);

    /** Something odd in a record that was accepted all the same. */
    void noticed(Notice notice);

    /** A fact about a person was older than what is known. */
    void stale(PeopleInput input);

    /**
     * A record was dead-lettered.
     *
     * @param type absent where it couldn't be read
     */
    void rejected(Coordinates at, Optional<EventType> type, Rejection rejection);

    /** A record on a topic of the service's own couldn't be read, and was dead-lettered. */
    default void unreadable(Coordinates at) {}
}
