package net.openmeet.matrix.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterStanding;

/** Writes to the ledger that nobody wants anything of a letter any more. The letter stays where it is until its time is over. */
final class DiscardAct implements LetterAct {
    private final LetterProducer producer;
    private final String by;
    private final String because;
    private final boolean unanswered;

    DiscardAct(Kafka kafka, String by, String because, boolean unanswered) {
        this.producer = new LetterProducer(kafka);
        this.by = by;
        this.because = because;
        this.unanswered = unanswered;
    }

    @Override
    public Optional<String> does(Letter letter, LetterStanding standing) {
        Optional<String> why = LeftOut.ofDiscarding(standing, unanswered);
        if (why.isPresent()) {
            return why;
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        producer.tell(letter.id(), Optional.of(Disposition.discarded(by, now, because)));
        return Optional.empty();
    }

    @Override
    public void close() {
        producer.close();
    }
}
