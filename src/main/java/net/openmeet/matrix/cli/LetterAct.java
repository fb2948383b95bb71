package net.openmeet.matrix.cli;

import java.util.Optional;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterStanding;

/** Something that is done to one letter after the other. */
interface LetterAct extends AutoCloseable {

    /** Does it, and returns once all of it is written; why it isn't done to that one, if it isn't. */
    Optional<String> does(Letter letter, LetterStanding standing);

    @Override
    void close();
}
