package net.openmeet.matrix.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterBook;
import net.openmeet.matrix.deadletter.LetterReading;
import net.openmeet.matrix.topology.Topics;
import net.openmeet.matrix.topology.TopicsReading;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The letters there are and the ledger of what was done with them, which it goes on reading. Owned by one thread. */
final class Letters implements AutoCloseable {
    /** Both topics on which letters lie. */
    static final List<String> TOPICS = List.of(Topics.DOMAIN_EVENTS_DEAD_LETTER, Topics.OPERATIONS_DEAD_LETTER);

    private final LetterBook book;
    private final TopicsReading ledger;
    private final Map<TopicPartition, Long> ends;
    private int unreadable;

    private Letters(LetterBook book, TopicsReading ledger, Map<TopicPartition, Long> ends) {
        this.book = book;
        this.ledger = ledger;
        this.ends = ends;
    }

    /**
     * Reads them all, then the ledger: so nothing that was done before the letters were read is missed.
     *
     * @param wanted which ones the book is to answer
     * @param since older letters of domain events, which are large, need not be read; those of operations tell how often one was replayed
     */
    static Letters read(Kafka kafka, Predicate<Letter> wanted, Optional<Instant> since) {
        LetterBook book = new LetterBook(wanted);
        Map<TopicPartition, Long> ends;
        try (TopicsReading reading = TopicsReading.open(kafka).fromBeginning(TOPICS)) {
            since.ifPresent(time -> reading.leavingOut(Topics.DOMAIN_EVENTS_DEAD_LETTER, time));
            reading.readToEnd(record -> book.take(letter(record)));
            ends = reading.places();
        }
        TopicsReading ledger = TopicsReading.open(kafka);
        Letters letters = new Letters(book, ledger, ends);
        try {
            ledger.fromBeginning(List.of(Topics.DEAD_LETTERS)).readToEnd(letters::tell);
            return letters;
        } catch (RuntimeException e) {
            letters.close();
            throw e;
        }
    }

    LetterBook book() {
        return book;
    }

    /** Where the letters ended. */
    Map<TopicPartition, Long> ends() {
        return ends;
    }

    /** Records of the ledger that a newer version wrote, or somebody else. */
    int unreadable() {
        return unreadable;
    }

    /** Learns what was done meanwhile; false if nothing was, for {@code most}. */
    boolean pollLedger(Duration most) {
        return ledger.poll(most, this::tell);
    }

    /** Reads a record of either topic. */
    static Letter letter(ConsumerRecord<byte[], byte @Nullable []> record) {
        return record.topic().equals(Topics.OPERATIONS_DEAD_LETTER)
                ? LetterReading.operation(record)
                : LetterReading.event(record);
    }

    @Override
    public void close() {
        ledger.close();
    }

    private void tell(ConsumerRecord<byte[], byte @Nullable []> record) {
        if (record.key() == null) {
            unreadable++;
            return;
        }
        String id = new String(record.key(), StandardCharsets.UTF_8);
        byte @Nullable [] value = record.value();
        Optional<Disposition> told = Optional.ofNullable(value).flatMap(LetterReading::disposition);
        if (value != null && told.isEmpty()) {
            // Replaying once too often changes nothing; a letter that nobody can see any more would.
            unreadable++;
        }
        book.tell(id, told);
    }
}
