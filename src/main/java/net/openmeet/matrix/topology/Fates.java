package net.openmeet.matrix.topology;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.Provenance;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** How what became of a replay gets to the ledger, from whichever of the first two stages knows it. */
final class Fates {
    private Fates() {}

    /** The headers of a fact that goes on: those that say which letter it is a replay of, and no other. */
    static Headers headers(Optional<Provenance> provenance) {
        Headers headers = new RecordHeaders();
        provenance.ifPresent(its -> its.writeTo(headers));
        return headers;
    }

    static Disposition ended(Provenance provenance, Fate.Word word, Optional<String> detail, long now) {
        return Disposition.replayed(provenance).with(new Fate(word, detail, Instant.ofEpochMilli(now)));
    }

    /** Writes what intake and the people stage know. */
    static void toLedger(KStream<String, Taken> fromIntake, KStream<String, PeopleOutput> fromPeople) {
        fromIntake
                .mapValues(to -> ((Taken.ToLedger) to).disposition(), Named.as("intake-fates"))
                .merge(
                        fromPeople.mapValues(
                                to -> ((PeopleOutput.ToLedger) to).disposition(), Named.as("people-fates")),
                        Named.as("fates"))
                .to(
                        Topics.DEAD_LETTERS,
                        Produced.with(Serdes.String(), JsonSerde.of(Disposition.class))
                                .withName("ledger"));
    }
}
