package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A replayed record is judged by where it first stood, not by where it is replayed. If its headers don't say that soundly it
 * is rejected, because it could undo something newer.
 */
class ReplayTest {

    private static final Coordinates FIRST = new Coordinates("openmeet.domain-events", 7, 42);

    private static IncomingRecord replayed(List<RecordHeader> headers) {
        IncomingRecord sound = Sample.of(EventType.USER_DELETED).structured();
        return new IncomingRecord(
                sound.key(),
                sound.value(),
                headers,
                new Coordinates("openmeet.domain-events.replay", 1, 5),
                OptionalInt.empty());
    }

    @Test
    void theOriginIsTheFirstOne() {
        // when
        Decoded decoded = new Decoder().decodeReplayed(replayed(ReplayHeaders.of(FIRST)));
        // then
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Accepted.class, accepted -> {
            Origin origin = accepted.origin();
            assertThat(new Coordinates(origin.topic(), origin.partition(), origin.offset()))
                    .isEqualTo(FIRST);
        });
    }

    @Test
    void aHeaderThatIsMissingIsNamed() {
        for (RecordHeader dropped : ReplayHeaders.of(FIRST)) {
            List<RecordHeader> rest = ReplayHeaders.of(FIRST).stream()
                    .filter(header -> !header.name().equals(dropped.name()))
                    .toList();
            assertThat(Sample.rejected(new Decoder().decodeReplayed(replayed(rest))))
                    .isEqualTo("bad-replay-origin at headers." + dropped.name());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openmeet.replay.origin.topic, a b",
        "openmeet.replay.origin.topic, ''",
        "openmeet.replay.origin.partition, -1",
        "openmeet.replay.origin.partition, 2147483648",
        "openmeet.replay.origin.offset, 9223372036854775808",
        "openmeet.replay.origin.offset, 0x10"
    })
    void aGarbledHeaderIsNamed(String name, String value) {
        // given
        List<RecordHeader> headers = new ArrayList<>(ReplayHeaders.of(FIRST));
        headers.add(RecordHeader.of(name, value));
        // then
        assertThat(Sample.rejected(new Decoder().decodeReplayed(replayed(headers))))
                .isEqualTo("bad-replay-origin at headers." + name);
    }
}
