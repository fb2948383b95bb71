package net.openmeet.matrix.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilterReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Kafka tells of each task, store, partition and broker is left out unless somebody looks at it, so that partitions multiply few
 * series. Everything else is shown.
 */
class KafkaDetailsTest {
    private static MeterFilterReply reply(String name, String... tags) {
        return new KafkaDetails().accept(new Meter.Id(name, Tags.of(tags), null, null, Meter.Type.GAUGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.stream.thread.process.ratio",
                "kafka.stream.state.updater.idle.ratio",
                "kafka.stream.state.estimate.num.keys",
                "kafka.stream.task.dropped.records.total",
                "kafka.consumer.fetch.manager.records.consumed.total",
                "openmeet.matrix.events",
                "jvm.memory.used"
            })
    void whatSomebodyLooksAtIsShown(String name) {
        assertThat(reply(name)).isEqualTo(MeterFilterReply.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.stream.task.process.latency.avg",
                "kafka.stream.state.get.latency.avg",
                "kafka.stream.topic.bytes.consumed.total",
                "kafka.consumer.node.request.rate"
            })
    void detailsAreLeftOut(String name) {
        assertThat(reply(name)).isEqualTo(MeterFilterReply.DENY);
    }

    @Test
    void ofAPartitionOnlyItsLagIsShown() {
        assertThat(reply("kafka.consumer.fetch.manager.records.lag", "partition", "3"))
                .isEqualTo(MeterFilterReply.NEUTRAL);
        assertThat(reply("kafka.consumer.fetch.manager.records.lead.min", "partition", "3"))
                .isEqualTo(MeterFilterReply.DENY);
    }
}
