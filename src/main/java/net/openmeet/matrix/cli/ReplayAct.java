package net.openmeet.matrix.cli;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.About;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterStanding;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.deadletter.ReplayDecision;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Replays a letter: the ledger first, then the replay, so that a crash in between leaves a letter that looks replayed and of which nothing is
 * heard, and never one that was replayed in secret. Owned by one thread.
 */
final class ReplayAct implements LetterAct {
    private final Terms terms;
    private final LetterRecords letters;
    private final LetterProducer producer;
    private final ReplayRecords records;
    private final Clock clock = Clock.systemUTC();

    /**
     * What an operator asked for.
     *
     * @param cap how often one thing may be replayed
     * @param again whether those are meant, too, of whose replay nothing was heard
     * @param corrected the value to send instead of the original
     */
    record Terms(String by, Optional<String> note, int cap, boolean again, Optional<byte[]> corrected) {}

    ReplayAct(Kafka kafka, Terms terms) {
        this.terms = terms;
        this.letters = LetterRecords.open(kafka);
        this.producer = new LetterProducer(kafka);
        this.records = new ReplayRecords(producer::partitions);
    }

    /** Why it isn't replayed, if it isn't; does nothing. */
    static Optional<String> leftOut(Terms terms, Letter letter, LetterStanding standing) {
        return LeftOut.why(ReplayDecision.of(letter, standing, terms.cap(), terms.again()));
    }

    @Override
    public Optional<String> does(Letter letter, LetterStanding standing) {
        ReplayDecision decision = ReplayDecision.of(letter, standing, terms.cap(), terms.again());
        return switch (decision) {
            case ReplayDecision.Look look -> {
                Provenance provenance = provenance(letter, look.pass());
                Optional<String> attribute =
                        letter.about() instanceof About.Operation operation ? operation.attribute() : Optional.empty();
                yield send(provenance, standing, records.look(look, attribute, provenance));
            }
            case ReplayDecision.Event event -> {
                Provenance provenance = provenance(letter, event.pass());
                yield withRecord(
                        letter,
                        record -> send(
                                provenance, standing, records.event(event, record, provenance, terms.corrected())));
            }
            case ReplayDecision.Back back -> {
                Provenance provenance = provenance(letter, back.pass());
                yield withRecord(
                        letter, record -> send(provenance, standing, ReplayRecords.back(back, record, provenance)));
            }
            case ReplayDecision.Parked ignored -> LeftOut.why(decision);
            case ReplayDecision.Done ignored -> LeftOut.why(decision);
            case ReplayDecision.Overtaken ignored -> LeftOut.why(decision);
            case ReplayDecision.Impossible ignored -> LeftOut.why(decision);
        };
    }

    @Override
    public void close() {
        letters.close();
        producer.close();
    }

    /** What is done with a letter's record. */
    @FunctionalInterface
    private interface WithRecord {
        Optional<String> does(ConsumerRecord<byte[], byte @Nullable []> record);
    }

    private Optional<String> withRecord(Letter letter, WithRecord act) {
        Optional<ConsumerRecord<byte[], byte @Nullable []>> record = letters.get(letter.id());
        return record.isEmpty() ? Optional.of(LeftOut.GONE) : act.does(record.get());
    }

    private Provenance provenance(Letter letter, int pass) {
        return new Provenance(
                letter.id(), terms.by(), clock.instant().truncatedTo(ChronoUnit.MILLIS), pass, terms.note());
    }

    private Optional<String> send(
            Provenance provenance, LetterStanding standing, ProducerRecord<byte[], byte @Nullable []> replay) {
        producer.tell(provenance.letter(), Optional.of(Disposition.replayed(provenance)));
        try {
            producer.send(replay);
            return Optional.empty();
        } catch (RecordTooLargeException e) {
            reopen(provenance, standing);
            return Optional.of("larger than " + replay.topic() + " takes");
        } catch (AuthorizationException | InvalidTopicException | UnknownTopicOrPartitionException e) {
            reopen(provenance, standing);
            throw new KafkaException("Can't write to " + replay.topic() + "; the letter in hand is open again", e);
        }
    }

    /** It certainly wasn't sent: the ledger says again what it said before. */
    private void reopen(Provenance provenance, LetterStanding standing) {
        producer.tell(
                provenance.letter(),
                standing instanceof LetterStanding.Done done ? Optional.of(done.disposition()) : Optional.empty());
    }
}
