package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A CloudEvent 1.0 is read alike in structured and binary mode, with or without headers that say which it is. What isn't one is
 * rejected by name, however broken, and what is of an unknown type is skipped.
 */
class DecoderEnvelopeTest {

    private final Decoder decoder = new Decoder();

    @ParameterizedTest
    @EnumSource(EventType.class)
    void bothModesSayTheSame(EventType type) {
        // given
        Sample sample = Sample.of(type).set("/sequence", "0017").set("/snapshot", "backfill-1");
        // when
        Decoded structured = decoder.decode(sample.structured());
        Decoded binary = decoder.decode(sample.binary());
        // then
        assertThat(structured).isInstanceOf(Decoded.Accepted.class).isEqualTo(binary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents+json",
                "application/cloudevents+json; charset=UTF-8",
                "Application/CloudEvents+JSON",
                "application/json"
            })
    void aStructuredEventMayHaveAContentType(String contentType) {
        assertThat(Sample.of(EventType.EVENT_CREATED)
                        .header("content-type", contentType)
                        .decode())
                .isInstanceOf(Decoded.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents-batch+json", "application/cloudevents+avro"})
    void anEncodingOtherThanJsonIsRejected(String contentType) {
        assertThat(Sample.of(EventType.EVENT_CREATED)
                        .header("content-type", contentType)
                        .rejected())
                .isEqualTo("unsupported-content-type at headers.content-type");
    }

    @Test
    void dataMayBeBase64() {
        // given
        Sample sample = Sample.of(EventType.USER_DELETED);
        byte[] data = Sample.bytes(sample.event().get("data").toString());
        // when
        sample.remove("/data").set("/data_base64", data);
        // then
        assertThat(sample.accepted().fact()).isInstanceOf(Fact.PersonDeleted.class);
        assertThat(sample.set("/data_base64", "%%%").rejected()).isEqualTo("illegal-value at data_base64");
        assertThat(sample.set("/data", "{}").rejected()).isEqualTo("illegal-value at data_base64");
    }

    @Test
    void aNullValueIsRejected() {
        IncomingRecord tombstone = new IncomingRecord(
                Optional.of(Sample.bytes("ciTenantA/event/42")),
                Optional.empty(),
                List.of(),
                Sample.AT,
                OptionalInt.empty());
        assertThat(Sample.rejected(decoder.decode(tombstone))).isEqualTo("null-value at value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "nul",
                "{\"a\":NaN}",
                "\ufeff{}",
                "{\"specversion\":'1.0'}"
            })
    void badJsonIsRejected(String value) {
        Decoded decoded = decoder.decode(Sample.of(EventType.EVENT_CREATED).record(Sample.bytes(value), List.of()));
        assertThat(Sample.rejected(decoded)).isIn("bad-json at value", "wrong-type at value");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{}, not-a-cloudevent at specversion",
                "[], wrong-type at value",
                "7, wrong-type at value",
                "{\"type\":\"net.openmeet.event.created\"}, not-a-cloudevent at specversion",
                "{\"specversion\":1.0}, wrong-type at specversion",
                "{\"specversion\":\"0.3\"}, unsupported-specversion at specversion",
                "{\"specversion\":\"1.0\"}, missing-field at type",
                "{\"specversion\":\"1.0\"%c\"type\":7}, wrong-type at type"
            })
    void whatIsNoCloudEventIsRejected(String value, String why) {
        byte[] bytes = Sample.bytes(value.replace("%c", ","));
        assertThat(Sample.rejected(
                        decoder.decode(Sample.of(EventType.EVENT_CREATED).record(bytes, List.of()))))
                .isEqualTo(why);
    }

    @Test
    void deepNestingHugeNumbersAndHugeRecordsDoNoHarm() {
        // given
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        // then
        assertThat(Sample.rejected(decoder.decode(
                        Sample.of(EventType.EVENT_CREATED).record(Sample.bytes("{\"a\":" + deep + "}"), List.of()))))
                .isEqualTo("bad-json at value");
        assertThat(Sample.rejected(decoder.decode(Sample.of(EventType.EVENT_CREATED)
                        .record(Sample.bytes("{\"a\":" + "9".repeat(100_000) + "}"), List.of()))))
                .isEqualTo("bad-json at value");
        assertThat(Sample.rejected(decoder.decode(
                        Sample.of(EventType.EVENT_CREATED).record(new byte[Limits.VALUE + 1], List.of()))))
                .isEqualTo("too-large at value");
        assertThat(decoder.decode(Sample.of(EventType.USER_DELETED)
                        .record(
                                Sample.bytes(Sample.of(EventType.USER_DELETED)
                                        .json()
                                        .replace("\"tenantId\"", "\"unknown\":1e400,\"tenantId\"")),
                                List.of())))
                .isInstanceOf(Decoded.Accepted.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRejected() {
        byte[] bytes = Sample.bytes(Sample.of(EventType.EVENT_CREATED).json());
        bytes[bytes.length / 2] = (byte) 0xff;
        assertThat(Sample.rejected(
                        decoder.decode(Sample.of(EventType.EVENT_CREATED).record(bytes, List.of()))))
                .isEqualTo("bad-json at value");
    }

    @Test
    void anUnknownTypeIsSkippedWhateverElseIsWrong() {
        Sample sample = Sample.of(EventType.EVENT_CREATED)
                .set("/type", "net.openmeet.event.starred")
                .remove("/time")
                .remove("/data")
                .keyed(Optional.empty());
        assertThat(sample.decode()).isEqualTo(new Decoded.Skipped("net.openmeet.event.starred"));
        assertThat(decoder.decode(sample.binary())).isEqualTo(new Decoded.Skipped("net.openmeet.event.starred"));
    }

    @Test
    void aSkippedTypeIsFitForALogLine() {
        assertThat(Sample.of(EventType.EVENT_CREATED)
                        .set("/type", "a\nb\ud800" + "x".repeat(1_000))
                        .decode())
                .isEqualTo(new Decoded.Skipped("a?b?" + "x".repeat(96)));
    }

    @Test
    void dataMustBeAnObjectOfJson() {
        Sample sample = Sample.of(EventType.EVENT_CREATED);
        assertThat(sample.set("/datacontenttype", "application/xml").rejected())
                .isEqualTo("unsupported-content-type at datacontenttype");
        assertThat(sample.set("/datacontenttype", "application/vnd.openmeet+json; charset=utf-8")
                        .decode())
                .isInstanceOf(Decoded.Accepted.class);
        assertThat(sample.remove("/datacontenttype").decode()).isInstanceOf(Decoded.Accepted.class);
        assertThat(sample.set("/data", "text").rejected()).isEqualTo("wrong-type at data");
        assertThat(Sample.rejected(decoder.decode(sample.binary()))).isEqualTo("wrong-type at data");
        assertThat(sample.set("/data", null).rejected()).isEqualTo("missing-field at data");
        sample.remove("/data");
        assertThat(sample.rejected()).isEqualTo("missing-field at data");
        assertThat(Sample.rejected(decoder.decode(sample.binary()))).isEqualTo("missing-field at data");
    }

    @Test
    void ofSeveralHeadersWithOneNameTheLastCounts() {
        // given
        Sample sample = Sample.of(EventType.USER_DELETED).header("CE_ID", "later");
        // then
        assertThat(decoder.decode(sample.binary()))
                .isInstanceOfSatisfying(
                        Decoded.Accepted.class,
                        accepted -> assertThat(accepted.origin().eventId()).contains("later"));
    }

    @Test
    void aHeaderThatIsNotTextIsRejectedByName() {
        IncomingRecord sound = Sample.of(EventType.USER_DELETED).binary();
        List<RecordHeader> headers = sound.headers().stream()
                .map(header -> header.name().equals("ce_source")
                        ? new RecordHeader("ce_source", Optional.of(new byte[] {(byte) 0xc3}))
                        : header)
                .toList();
        IncomingRecord bent = new IncomingRecord(sound.key(), sound.value(), headers, sound.at(), sound.partitions());
        assertThat(Sample.rejected(decoder.decode(bent))).isEqualTo("illegal-value at source");
    }
}
