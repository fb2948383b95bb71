package net.openmeet.matrix.topology;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.openmeet.matrix.config.Config;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka Streams settings of the service: what operators configured, and below it what we know to work. */
public final class StreamsSettings {
    /** For all stores of the process. */
    private static final long CACHE_BYTES = 32L << 20;

    private StreamsSettings() {}

    /**
     * The settings to start with, secrets in the clear.
     *
     * @param stateDir of this cluster and topic
     * @param memory shared by all stores
     */
    public static Map<String, Object> of(Config config, Path stateDir, RocksMemory memory) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
        // Under load; after a lull PromptCommit asks for one at once, since each hop is read only once committed.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        // What is written several times between two commits is one record of the changelog.
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        // The executor's tick: an idle thread punctuates no more often than this, and a record wakes it all the same.
        settings.put(StreamsConfig.POLL_MS_CONFIG, 10);
        // No stage cares which of its topics is read first; waiting for both to have a record was 13 % of the stream
        // thread.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        // Above the longest call (30 s) and the session, so that a slow rebalance isn't fenced.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000);
        // A dead letter is a record of any allowed size and says why: the default of 1 MiB would stop the stream at
        // one.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.LETTER_BYTES);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 30_000);
        // A partition that was just assigned is fetched only once the fetch under way is answered, and a task acts only
        // once what was
        // there is fetched: by default that is up to half a second of every start.
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 100);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        settings.put("processing.exception.handler.global.enabled", true);
        settings.putAll(config.kafka().streams());
        config.http()
                .advertised()
                .ifPresent(address -> settings.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address.toString()));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecords.class);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocks.class);
        settings.put(RocksMemory.CONFIG, memory);
        return settings;
    }
}
