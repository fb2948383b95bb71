package net.openmeet.matrix.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Kafka settings that the service's promises rest on: it sets them itself, and nobody else does. */
final class KafkaOwned {
    private static final String EXACTLY_ONCE = "what the service promises rests on exactly_once_v2";
    private static final String FORMAT = "the service reads and writes its own formats";
    private static final String HANDLERS = "the service decides itself what becomes of a record that fails";
    private static final String STORES = "the service lays out its own stores";
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("application.id", "use OPENMEET_APPLICATION_ID (application-id)"),
            Map.entry("state.dir", "use OPENMEET_STATE_DIR (state-dir)"),
            Map.entry("application.server", "use OPENMEET_HTTP_ADVERTISED (http.advertised)"),
            Map.entry("group.id", "it is the application id; use OPENMEET_APPLICATION_ID (application-id)"),
            Map.entry("transactional.id", EXACTLY_ONCE),
            Map.entry("processing.guarantee", EXACTLY_ONCE),
            Map.entry("isolation.level", EXACTLY_ONCE),
            Map.entry("enable.auto.commit", EXACTLY_ONCE),
            Map.entry("enable.idempotence", EXACTLY_ONCE),
            Map.entry("acks", EXACTLY_ONCE),
            Map.entry("auto.offset.reset", "the service reads from the first record, so that nothing is lost"),
            Map.entry("allow.auto.create.topics", "topics are made by 'topics create', with the partitions they need"),
            Map.entry("partitioner.class", "keys must meet in the partitions that Kafka's own partitioner gives them"),
            Map.entry("partitioner.ignore.keys", "records of one key must stay in order"),
            Map.entry("key.serializer", FORMAT),
            Map.entry("value.serializer", FORMAT),
            Map.entry("key.deserializer", FORMAT),
            Map.entry("value.deserializer", FORMAT),
            Map.entry("default.key.serde", FORMAT),
            Map.entry("default.value.serde", FORMAT),
            Map.entry("default.timestamp.extractor", FORMAT),
            Map.entry("deserialization.exception.handler", HANDLERS),
            Map.entry("processing.exception.handler", HANDLERS),
            Map.entry("processing.exception.handler.global.enabled", HANDLERS),
            Map.entry("production.exception.handler", HANDLERS),
            Map.entry("default.deserialization.exception.handler", HANDLERS),
            Map.entry("default.production.exception.handler", HANDLERS),
            Map.entry("errors.dead.letter.queue.topic.name", HANDLERS),
            Map.entry("rocksdb.config.setter", STORES),
            Map.entry("default.dsl.store", STORES),
            Map.entry("dsl.store.format", STORES),
            Map.entry("dsl.store.suppliers.class", STORES),
            Map.entry("processor.wrapper.class", STORES),
            Map.entry("topology.optimization", "it would rename internal topics, and with them the stored state"),
            Map.entry("cleanup.policy", "internal topics are compacted or not by what is in them"));

    private KafkaOwned() {}

    /** The settings, without prefixes. */
    static Set<String> names() {
        return REASONS.keySet();
    }

    /** Why {@code name}, with or without a client's prefix, isn't for anybody else to set; empty if it is. */
    static Optional<String> reason(String name) {
        return Optional.ofNullable(REASONS.get(KafkaNames.bare(name)));
    }
}
