package net.openmeet.matrix.cli;

import java.util.function.Function;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.topology.Topics;
import net.openmeet.matrix.topology.TopicsAdmin;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks the configured cluster about the topics of the catalogue. */
final class ClusterQuestion {
    private ClusterQuestion() {}

    /** The answer.
     *
     * @throws KafkaException if there is none, with the address that was tried, which Kafka's own messages leave out
     */
    static <T> T ask(Kafka kafka, Function<TopicsAdmin, T> question) {
        try (Admin admin = Admin.create(kafka.admin())) {
            return question.apply(new TopicsAdmin(admin, Topics.all()));
        } catch (KafkaException e) {
            throw new KafkaException("Expected an answer from Kafka at " + kafka.bootstrapServers(), e);
        }
    }
}
