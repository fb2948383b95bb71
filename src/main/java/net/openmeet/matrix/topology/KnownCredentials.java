package net.openmeet.matrix.topology;

import java.io.UncheckedIOException;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.json.Json;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads how credentials are into the book of this instance, at its start too: a global store is restored through its processor
 * (KAFKA-7663). Runs on the global stream thread.
 */
final class KnownCredentials implements Processor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(KnownCredentials.class);

    private final CredentialBook book;
    private Optional<KeyValueStore<String, byte[]>> store = Optional.empty();

    KnownCredentials(CredentialBook book) {
        this.book = book;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = Optional.of(context.getStateStore(Names.KNOWN_CREDENTIALS));
    }

    @Override
    public void process(Record<String, byte[]> told) {
        Optional<CredentialKey> key = Optional.ofNullable(told.key()).flatMap(CredentialKey::read);
        if (key.isEmpty()) {
            LOG.warn("Left out a record of {} for {}: that is no credential", Topics.CREDENTIALS, told.key());
            return;
        }
        store.orElseThrow().put(told.key(), told.value());
        book.told(key.get(), Optional.ofNullable(told.value()).flatMap(json -> read(key.get(), json)));
    }

    /** Only we write there. Should somebody else have, that must not stop every instance. */
    private static Optional<CredentialRecord> read(CredentialKey key, byte[] json) {
        try {
            return Optional.of(Json.read(json, CredentialRecord.class));
        } catch (UncheckedIOException e) {
            LOG.warn("Left out a record of {} for {}: it can't be read", Topics.CREDENTIALS, key);
            return Optional.empty();
        }
    }
}
