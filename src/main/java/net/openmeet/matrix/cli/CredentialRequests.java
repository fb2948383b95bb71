package net.openmeet.matrix.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.topology.JsonSerde;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Asks the service's repairer, by {@code openmeet.matrix.credential-repair}. */
final class CredentialRequests {
    private CredentialRequests() {}

    /**
     * Asks the same of each. The key picks the partition, by the producer's own partitioner, which is where the repairer has that credential.
     *
     * @throws KafkaException if one of them wasn't taken; others may have been, and asking twice costs nothing
     */
    static void send(Kafka kafka, List<CredentialKey> keys, RepairRequest request) {
        Map<String, Object> settings = new HashMap<>(kafka.producer());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        try (var producer = new KafkaProducer<>(
                settings,
                new StringSerializer(),
                JsonSerde.of(RepairRequest.class).serializer())) {
            List<Future<RecordMetadata>> sent = keys.stream()
                    .map(key -> producer.send(new ProducerRecord<>(Topics.CREDENTIAL_REPAIR, key.toString(), request)))
                    .toList();
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("Not all requests were taken", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
