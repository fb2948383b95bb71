package net.openmeet.matrix.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.fixture.DeadLetters;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * A letter is read as far as it can be, whatever lies on its topic. One that is garbled is a letter with the reason
 * {@code unreadable-letter}, so that it is seen.
 */
class LetterReadingTest {
    private static final String LANE = "openmeet/event/42";

    @Test
    void anEventsLetterTellsWhatWasWrongAndWhereItFirstStood() {
        // given
        var written = DeadLetters.event(
                LANE,
                5,
                Rejection.Reason.UNKNOWN_VALUE,
                "{\"data\":{\"type\":\"no\"},\"type\":\"net.openmeet.event.updated\"}");
        // when
        Letter letter = LetterReading.event(Letters.lying(written, 17));
        // then
        int partition = written.partition();
        Coordinates first = new Coordinates(Topics.DOMAIN_EVENTS, partition, 5);
        assertThat(letter.id()).hasToString(Topics.DOMAIN_EVENTS_DEAD_LETTER + "/" + partition + "/17");
        assertThat(letter.reason()).isEqualTo("unknown-value");
        assertThat(letter.at()).isEqualTo(DeadLetters.AT);
        assertThat(letter.lane()).contains(LaneKey.parse(LANE));
        assertThat(letter.tenant()).contains("openmeet");
        assertThat(letter.message().orElseThrow()).startsWith("data.event.visibility: expected");
        assertThat(letter.about())
                .isEqualTo(new About.Event(
                        Optional.of(first),
                        Optional.of(first),
                        Optional.of("net.openmeet.event.updated"),
                        Optional.of("data.event.visibility"),
                        0));
    }

    @Test
    void anEventThatWasReplayedKeepsWhereItFirstStoodAndHowOften() {
        // given
        Letter before = Letters.event(LANE, 17, 5);
        // when
        Letter again = Letters.replayed(LANE, before, 18, 2);
        // then
        assertThat(again.about().origin()).isEqualTo(before.about().origin());
        assertThat(again.about().passes()).isEqualTo(2);
        assertThat(((About.Event) again.about()).source().orElseThrow().topic()).isEqualTo(Topics.DOMAIN_EVENTS_REPLAY);
    }

    @Test
    void anOperationsLetterTellsWhatWasAnswered() {
        // when
        Letter letter = Letters.member(LANE, "9", 3, 5);
        // then
        assertThat(letter.reason()).isEqualTo("refused");
        assertThat(letter.errcode()).contains("M_FORBIDDEN");
        assertThat(letter.subject()).isEqualTo(LANE + " member:9");
        assertThat(letter.about().origin().orElseThrow().offset()).isEqualTo(5);
    }

    @Test
    void anOperationThatWasReplayedSaysHowOften() {
        // given
        var written = DeadLetters.operation(LANE, "member:9", Optional.empty(), 5, DeadLetters.AT);
        new Provenance(new Coordinates("x", 0, 1), "eve", DeadLetters.AT, 2).writeTo(written.headers());
        // when
        Letter letter = LetterReading.operation(Letters.lying(written, 3));
        // then
        assertThat(letter.about().passes()).isEqualTo(2);
        assertThat(letter.at()).isEqualTo(DeadLetters.AT);
    }

    @Test
    void whatIsNoLetterIsReadAsOneThatIsUnreadable() {
        for (String value : List.of("", "{}", "[1", "{\"lane\":\"x\",\"slot\":\"room\",\"problem\":{}}", "null", "7")) {
            // when
            Letter letter = LetterReading.operation(record(Topics.OPERATIONS_DEAD_LETTER, value));
            // then
            assertThat(letter.reason()).isEqualTo(Letter.UNREADABLE);
            assertThat(letter.about()).isEqualTo(new About.Garbled());
            assertThat(letter.lane()).contains(LaneKey.parse(LANE));
            assertThat(letter.at()).isEqualTo(DeadLetters.AT);
        }
        // when
        Letter letter = LetterReading.event(record(Topics.DOMAIN_EVENTS_DEAD_LETTER, "\u0000"));
        // then
        assertThat(letter.reason()).isEqualTo(Letter.UNREADABLE);
        assertThat(letter.about())
                .isEqualTo(new About.Event(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0));
    }

    @Test
    void garbledHeadersAreAsGoodAsNone() {
        // given
        ConsumerRecord<byte[], byte[]> record = record(Topics.DOMAIN_EVENTS_DEAD_LETTER, "{}");
        header(record, LetterHeaders.TOPIC, Topics.DOMAIN_EVENTS);
        header(record, LetterHeaders.PARTITION, "-1");
        header(record, LetterHeaders.OFFSET, "7");
        header(record, LetterHeaders.AT, "yesterday");
        header(record, Provenance.PASS, "-3");
        record.headers().add(LetterHeaders.REASON, null);
        // when
        Letter letter = LetterReading.event(record);
        // then
        assertThat(letter.about().origin()).isEmpty();
        assertThat(letter.about().passes()).isZero();
        assertThat(letter.at()).isEqualTo(DeadLetters.AT);
        assertThat(letter.reason()).isEqualTo(Letter.UNREADABLE);
    }

    @Test
    void whatIsNoDispositionIsNone() {
        String replayed = "{\"v\":1,\"kind\":\"replayed\",\"by\":\"eve\",\"at\":\"2026-03-01T10:15:30Z\",\"pass\":1%s}";
        assertThat(disposition(replayed.formatted(""))).isPresent();
        assertThat(disposition(replayed.formatted(",\"later\":true"))).isPresent();
        for (String value :
                List.of("", "null", "{\"v\":2}", "{\"kind\":\"lost\"}", replayed.formatted(",\"fate\":{}"))) {
            assertThat(disposition(value)).isEmpty();
        }
    }

    private static Optional<Disposition> disposition(String json) {
        return LetterReading.disposition(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLongMessageIsCutAndNoValueIsKept() {
        // given
        ConsumerRecord<byte[], byte[]> record = record(Topics.DOMAIN_EVENTS_DEAD_LETTER, "x".repeat(10_000));
        header(record, LetterHeaders.MESSAGE, "\ud83d\ude00".repeat(2_000));
        // when
        Letter letter = LetterReading.event(record);
        // then
        assertThat(letter.message().orElseThrow()).hasSize(1_002).endsWith(" …");
        assertThat(letter.bytes()).isEqualTo(10_000);
    }

    private static void header(ConsumerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, String value) {
        Instant at = DeadLetters.AT;
        return Letters.lying(
                new ProducerRecord<>(
                        topic,
                        3,
                        at.toEpochMilli(),
                        LANE.getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)),
                1);
    }
}
