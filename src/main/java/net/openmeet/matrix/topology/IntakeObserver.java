package net.openmeet.matrix.topology;

import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Notice;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.people.PeopleInput;

/** Is told what intake made of each record. Called on stream threads: quick, and never throws. */
public interface IntakeObserver {

    /** A record was turned into a fact. */
    void accepted(Fact fact);

    /** A fact of a backfill waits until the pipeline has room for it. */
    default void shelved() {}

    /** It went on. */
    default void released() {}

    /** A record was overlooked: an unknown type, or another tenant's. */
    void skipped();

    /** Something odd in a record that was accepted all the same. */
    void noticed(Notice notice);

    /** A fact about a person was older than what is known. */
    void stale(PeopleInput input);

    /** A record was dead-lettered. */
    void rejected(Coordinates at, Rejection rejection);
}
