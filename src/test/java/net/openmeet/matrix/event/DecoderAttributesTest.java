package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Key, subject, type and data must agree, and each attribute that is read must be legal; else the record is rejected by name.
 * What we don't read can't hurt.
 */
class DecoderAttributesTest {

    private final Decoder decoder = new Decoder();

    @Test
    void theOriginIsReadOffTheEnvelope() {
        // given
        Sample sample = Sample.of(EventType.EVENT_CREATED)
                .set("/time", "2026-11-22T11:00:00.5+01:00")
                .set("/sequence", "00000000000000000101")
                .set("/snapshot", "backfill-1")
                .set("/traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        // when
        Origin origin = sample.accepted().origin();
        // then
        assertThat(origin)
                .isEqualTo(new Origin(
                        "openmeet.domain-events",
                        3,
                        1234,
                        Instant.parse("2026-11-22T10:00:00.5Z"),
                        Optional.of(BigInteger.valueOf(101)),
                        Optional.of("backfill-1"),
                        Optional.of("e-1"),
                        Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")));
    }

    @Test
    void theTraceparentHeaderWinsOverTheAttribute() {
        String sent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(Sample.of(EventType.USER_CREATED)
                        .set("/traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .header("traceparent", sent)
                        .accepted()
                        .origin()
                        .traceparent())
                .contains(sent);
    }

    @Test
    void anIllegalTraceparentIsCountedAndIgnored() {
        // when
        Decoded.Accepted accepted = Sample.of(EventType.USER_CREATED)
                .header("traceparent", "nonsense")
                .accepted();
        // then
        assertThat(accepted.origin().traceparent()).isEmpty();
        assertThat(accepted.notices()).containsExactly(new Notice(Notice.What.VALUE_IGNORED, "traceparent"));
    }

    @Test
    void anIllegalTraceparentHeaderHidesNoLegalAttribute() {
        // given
        String legal = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        // when
        Decoded.Accepted accepted = Sample.of(EventType.USER_CREATED)
                .set("/traceparent", legal)
                .header("traceparent", "00-" + "0".repeat(32) + "-b7ad6b7169203331-01")
                .accepted();
        // then
        assertThat(accepted.origin().traceparent()).contains(legal);
        assertThat(accepted.notices()).containsExactly(new Notice(Notice.What.VALUE_IGNORED, "traceparent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source", "subject", "time"})
    void aMissingAttributeIsRejectedByName(String name) {
        Sample sample = Sample.of(EventType.EVENT_CREATED).remove("/" + name);
        assertThat(sample.rejected()).isEqualTo("missing-field at " + name);
        assertThat(Sample.rejected(decoder.decode(sample.binary()))).isEqualTo("missing-field at " + name);
        assertThat(sample.set("/" + name, null).rejected()).isEqualTo("missing-field at " + name);
        assertThat(sample.set("/" + name, "").rejected()).isEqualTo("missing-field at " + name);
        assertThat(sample.set("/" + name, 5).rejected()).isEqualTo("wrong-type at " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "source, a b",
        "id, a\u0000b",
        "time, 2026-11-22",
        "time, 2026-11-22T10:00:00",
        "time, 2026-11-22T10:00Z",
        "time, 2026-13-22T10:00:00Z",
        "time, 1795341600",
        "sequence, -1",
        "sequence, 1.5",
        "sequence, ''",
        "sequence, 12345678901234567890123456789012345678901",
        "snapshot, ''",
        "snapshot, a\tb",
        "subject, ciTenantA/event",
        "subject, ciTenantA/event/42/7",
        "subject, ciTenantA/meeting/42",
        "subject, ciTenantA/EVENT/42",
        "subject, /event/42",
        "subject, ciTenantA/event/4 2"
    })
    void anIllegalAttributeIsRejectedByName(String name, String value) {
        Sample sample = Sample.of(EventType.EVENT_CREATED).set("/" + name, value);
        assertThat(sample.rejected()).isEqualTo("illegal-value at " + name);
        assertThat(Sample.rejected(decoder.decode(sample.binary()))).isEqualTo("illegal-value at " + name);
    }

    @Test
    void anExtensionOfAnotherTypeIsRejectedByName() {
        assertThat(Sample.of(EventType.EVENT_CREATED).set("/sequence", 5).rejected())
                .isEqualTo("wrong-type at sequence");
        assertThat(Sample.of(EventType.EVENT_CREATED).set("/snapshot", true).rejected())
                .isEqualTo("wrong-type at snapshot");
    }

    @Test
    void unknownAttributesAreIgnoredHoweverOdd() {
        assertThat(Sample.of(EventType.EVENT_CREATED)
                        .set("/tenant_id", List.of(1, 2))
                        .set("/X", Double.MAX_VALUE)
                        .set("/dataschema", "not a uri")
                        .header("ce_Odd-Name", "x")
                        .accepted()
                        .notices())
                .isEmpty();
    }

    @Test
    void theKeyMustBeTheSubject() {
        Sample sample = Sample.of(EventType.EVENT_CREATED);
        assertThat(sample.keyed(Optional.empty()).rejected()).isEqualTo("missing-field at key");
        assertThat(sample.keyed(Optional.of(Sample.bytes("ciTenantA/event/43"))).rejected())
                .isEqualTo("wrong-key at key");
        assertThat(sample.keyed(Optional.of(new byte[] {(byte) 0xff})).rejected())
                .isEqualTo("wrong-key at key");
    }

    @Test
    void theSubjectMustBeOfTheTypesKind() {
        assertThat(Sample.of(EventType.EVENT_CREATED)
                        .about("ciTenantA/group/42")
                        .rejected())
                .isEqualTo("mismatch at subject");
    }

    @Test
    void theDataMustAgreeWithTheSubject() {
        assertThat(Sample.of(EventType.EVENT_CREATED)
                        .set("/data/tenantId", "other")
                        .rejected())
                .isEqualTo("mismatch at data.tenantId");
        assertThat(Sample.of(EventType.EVENT_CREATED).set("/data/event/id", 43).rejected())
                .isEqualTo("mismatch at data.event.id");
    }

    @Test
    void aRecordInAnotherPartitionThanItsKeysIsCounted() {
        // given
        IncomingRecord record = Sample.of(EventType.USER_DELETED).structured();
        int home = Murmur2.partition(record.key().orElseThrow(), 24);
        // then
        assertThat(notices(record, home)).isEmpty();
        assertThat(notices(record, (home + 1) % 24)).isEqualTo(List.of(new Notice(Notice.What.WRONG_PARTITION, "key")));
    }

    private List<Notice> notices(IncomingRecord record, int partition) {
        Coordinates at = new Coordinates("openmeet.domain-events", partition, 0);
        Decoded decoded = decoder.decode(
                new IncomingRecord(record.key(), record.value(), record.headers(), at, OptionalInt.of(24)));
        assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
        return ((Decoded.Accepted) decoded).notices();
    }

    @Test
    void aLongEventIdIsCutAndCounted() {
        Decoded.Accepted accepted =
                Sample.of(EventType.USER_DELETED).set("/id", "x".repeat(1_000)).accepted();
        assertThat(accepted.origin().eventId()).contains("x".repeat(256));
        assertThat(accepted.notices()).containsExactly(new Notice(Notice.What.TEXT_CUT, "id"));
    }

    @Test
    void everyTypeHasANameOfItsOwn() {
        assertThat(Arrays.stream(EventType.values()).map(EventType::word))
                .doesNotHaveDuplicates()
                .hasSize(24)
                .allMatch(word -> word.startsWith("net.openmeet."));
    }
}
