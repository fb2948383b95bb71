package net.openmeet.matrix.benchmark;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Confluent's Parallel Consumer, one call at a time for each key; it stores nothing but offsets. */
public final class ParallelConsumerProcess {
    private ParallelConsumerProcess() {}

    public static void main(String[] args) throws Exception {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", args[0],
                        "group.id", "parallel-consumer",
                        "auto.offset.reset", "latest",
                        "enable.auto.commit", "false",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
        try (Joining joining = new Joining(args);
                ParallelStreamProcessor<String, String> parallel = ParallelStreamProcessor.createEosStreamProcessor(
                        ParallelConsumerOptions.<String, String>builder()
                                .consumer(consumer)
                                .ordering(ProcessingOrder.KEY)
                                .maxConcurrency(Integer.parseInt(args[2]))
                                .build())) {
            parallel.subscribe(List.of(Topics.DOMAIN_EVENTS));
            parallel.poll(context -> {
                var record = context.getSingleConsumerRecord();
                joining.call(record.key(), record.value());
            });
            Child.serve(question -> "0");
        }
    }
}
