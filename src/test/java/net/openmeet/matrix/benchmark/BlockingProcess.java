package net.openmeet.matrix.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import net.openmeet.matrix.fixture.FolderTree;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;

/** Kafka Streams with 8 threads, each waiting for the answer to its call. */
public final class BlockingProcess {
    private static final int THREADS = 8;
    private static final Duration GLANCE = Duration.ofMillis(10);

    private BlockingProcess() {}

    public static void main(String[] args) throws Exception {
        Path state = Files.createTempDirectory("openmeet-matrix-bench-");
        StreamsBuilder builder = new StreamsBuilder();
        try (Joining joining = new Joining(args)) {
            builder.stream(Topics.DOMAIN_EVENTS, Consumed.with(Serdes.String(), Serdes.String()))
                    .foreach(joining::call);
            Properties settings = new Properties();
            settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "blocking");
            settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
            settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
            settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, THREADS);
            settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "latest");
            settings.put(StreamsConfig.consumerPrefix("isolation.level"), "read_committed");
            // A thread works off what it fetched before it looks at anything else: 1,000 calls of 10 ms.
            settings.put(StreamsConfig.consumerPrefix("max.poll.records"), 20);
            try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
                streams.start();
                Wait.until("it runs", GLANCE, () -> streams.state() == KafkaStreams.State.RUNNING);
                Child.serve(question -> streams.state().name());
            }
        } finally {
            FolderTree.delete(state);
        }
    }
}
