package net.openmeet.matrix.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.RecordHeader;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.event.ReplayHeaders;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.homeserver.MatrixCall;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What can't be used is dead-lettered byte for byte, with the reason in its headers, and the stream goes on. What isn't ours or isn't
 * known is counted and skipped.
 */
class IntakeTest {
    private static final byte[] KEY = "ta/event/42".getBytes(UTF_8);
    private static final DomainEvents OPENMEET = new DomainEvents("ta", () -> Instant.parse("2026-11-22T10:00:00Z"));

    @TempDir
    Path state;

    private PipelineDriver pipeline;

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(state, "ta");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static DomainEvents.Event room(String name) {
        return OPENMEET.room("event.updated", 42, "e42", name, "public", "published");
    }

    private static byte[] bent(String from, String to) {
        String json = room("Hike").json();
        assertThat(json).contains(from);
        return json.replace(from, to).getBytes(UTF_8);
    }

    private void assertStreamGoesOn() {
        pipeline.say(room("Hike"));
        pipeline.settle();
        assertThat(pipeline.homeserver("ta").matrix().roomsOf("ta/event/42")).hasSize(1);
    }

    private static Map<String, String> headers(TestRecord<byte[], byte[]> letter) {
        Map<String, String> headers = new TreeMap<>();
        letter.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return headers;
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of(KEY, new byte[0], Rejection.Reason.NULL_VALUE, "value"),
                Arguments.of(KEY, "{".getBytes(UTF_8), Rejection.Reason.BAD_JSON, "value"),
                Arguments.of(KEY, new byte[] {(byte) 0xff, (byte) 0xfe, 0}, Rejection.Reason.BAD_JSON, "value"),
                Arguments.of(KEY, "{}".getBytes(UTF_8), Rejection.Reason.NOT_A_CLOUDEVENT, "specversion"),
                Arguments.of(
                        KEY,
                        bent("\"specversion\":\"1.0\"", "\"specversion\":\"0.3\""),
                        Rejection.Reason.UNSUPPORTED_SPECVERSION,
                        "specversion"),
                Arguments.of(
                        KEY,
                        bent("\"visibility\":\"public\"", "\"visibility\":\"secret\""),
                        Rejection.Reason.UNKNOWN_VALUE,
                        "data.event.visibility"),
                Arguments.of(KEY, bent("\"slug\":\"e42\",", ""), Rejection.Reason.MISSING_FIELD, "data.event.slug"),
                Arguments.of(
                        KEY, bent("\"name\":\"Hike\"", "\"name\":7"), Rejection.Reason.WRONG_TYPE, "data.event.name"),
                Arguments.of(KEY, bent("\"id\":42", "\"id\":-1"), Rejection.Reason.ILLEGAL_VALUE, "data.event.id"),
                Arguments.of(
                        "ta/event/43".getBytes(UTF_8),
                        room("Hike").json().getBytes(UTF_8),
                        Rejection.Reason.WRONG_KEY,
                        "key"),
                Arguments.of(new byte[0], room("Hike").json().getBytes(UTF_8), Rejection.Reason.MISSING_FIELD, "key"),
                Arguments.of(KEY, bent("\"id\":42", "\"id\":43"), Rejection.Reason.MISMATCH, "data.event.id"));
    }

    @ParameterizedTest(name = "{2} at {3}")
    @MethodSource("unusable")
    void whatCannotBeUsedIsDeadLetteredAsItCame(byte[] key, byte[] value, Rejection.Reason reason, String field) {
        // given
        pipeline.say(room("Other"));
        RecordHeaders original = new RecordHeaders();
        original.add("trace", "abc".getBytes(UTF_8));

        // when
        pipeline.say(key, value, original);

        // then
        List<TestRecord<byte[], byte[]>> letters = pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER);
        assertThat(letters).hasSize(1);
        TestRecord<byte[], byte[]> letter = letters.getFirst();
        assertThat(letter.key()).isEqualTo(key.length == 0 ? null : key);
        assertThat(letter.value()).isEqualTo(value.length == 0 ? null : value);
        assertThat(headers(letter))
                .containsEntry("trace", "abc")
                .containsEntry(LetterHeaders.REASON, reason.word())
                .containsEntry(LetterHeaders.FIELD, field)
                .containsEntry(LetterHeaders.AT, pipeline.now().toString())
                .containsEntry(LetterHeaders.TOPIC, Topics.DOMAIN_EVENTS)
                .containsEntry(LetterHeaders.PARTITION, "0")
                .containsEntry(LetterHeaders.OFFSET, "1")
                .containsKeys(LetterHeaders.EXCEPTION, LetterHeaders.MESSAGE);
        assertThat(pipeline.noted().rejected).hasSize(1);
        assertStreamGoesOn();
    }

    @Test
    void anUnknownTypeIsCountedAndSkipped() {
        // when
        pipeline.say(OPENMEET.event("event.liked", "event", 42, DomainEvents.object()));

        // then
        assertThat(pipeline.noted().skipped).isEqualTo(1);
        assertThat(pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER)).isEmpty();
        assertStreamGoesOn();
    }

    @Test
    void anotherTenantsEventIsDeadLetteredByDefault() {
        // when
        pipeline.say(
                new DomainEvents("tz", pipeline::now).room("event.updated", 42, "e42", "Hike", "public", "published"));

        // then
        assertThat(pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER))
                .singleElement()
                .satisfies(letter -> assertThat(headers(letter))
                        .containsEntry(LetterHeaders.REASON, "unknown-tenant")
                        .containsEntry(LetterHeaders.FIELD, "data.tenantId"));
        assertThat(pipeline.noted().accepted).isEmpty();
    }

    @Test
    void anotherTenantsRecordsAreSkippedWhereThatIsConfiguredWhateverTheyHold(@TempDir Path other) {
        // given
        PipelineDriver skipping = PipelineDriver.of(other, true, Duration.ofHours(1), "ta");
        try (skipping) {
            // when
            skipping.say(new DomainEvents("tz", skipping::now)
                    .room("event.updated", 42, "e42", "Hike", "public", "published"));
            skipping.say("tz/event/42".getBytes(UTF_8), "{".getBytes(UTF_8));
            skipping.say(KEY, "{".getBytes(UTF_8));

            // then
            assertThat(skipping.noted().skipped).isEqualTo(2);
            assertThat(skipping.records(Topics.DOMAIN_EVENTS_DEAD_LETTER)).hasSize(1);
        }
    }

    @Test
    void aSnapshotReachesEachOfItsMembersAndPutsOutWhoIsNotInIt() {
        // given
        pipeline.say(room("Hike"));
        pipeline.say(OPENMEET.attendee("added", 42, 1, "confirmed", "participant"));
        pipeline.say(OPENMEET.attendee("added", 42, 2, "confirmed", "participant"));
        pipeline.settle();

        // when
        ObjectNode data = DomainEvents.with("event", DomainEvents.reference(42, "e42"));
        ArrayNode members = data.put("part", 1).put("parts", 1).putArray("members");
        for (int user = 2; user <= 5; user++) {
            ObjectNode member = members.addObject();
            member.set("user", DomainEvents.reference(user, "u" + user));
            member.put("status", "confirmed").put("role", "participant");
        }
        DomainEvents.Event snapshot = OPENMEET.event("event.attendees.snapshot", "event", 42, data);
        pipeline.say(
                snapshot.key().getBytes(UTF_8),
                snapshot.json()
                        .replace("\"specversion\"", "\"snapshot\":\"s1\",\"specversion\"")
                        .replace("2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z")
                        .getBytes(UTF_8));
        pipeline.settle();

        // then
        assertThat(pipeline.noted().rejected).isEmpty();
        assertThat(pipeline.noted().accepted.getLast()).isInstanceOf(Fact.MembersListed.class);
        assertThat(pipeline.homeserver("ta").matrix().roomOf("ta/event/42").joined())
                .containsExactly("bot_ta", "u2_ta", "u3_ta", "u4_ta", "u5_ta");
        assertThat(pipeline.homeserver("ta").calls(MatrixCall.Kick.class)).hasSize(1);
    }

    @Test
    void aReplayedRecordIsJudgedByWhereItFirstStood() {
        // given
        pipeline.say(room("Old"));
        pipeline.say(room("New"));
        pipeline.settle();

        // when
        pipeline.replay(KEY, room("Old").json().getBytes(UTF_8), origin(0));
        pipeline.settle();

        // then
        assertThat(pipeline.homeserver("ta").matrix().roomOf("ta/event/42").name())
                .isEqualTo("New Chat");

        // when
        pipeline.replay(KEY, room("Newest").json().getBytes(UTF_8), origin(2));
        pipeline.settle();

        // then
        assertThat(pipeline.homeserver("ta").matrix().roomOf("ta/event/42").name())
                .isEqualTo("Newest Chat");
    }

    @Test
    void aReplayedRecordThatDoesNotSayWhereItFirstStoodIsDeadLettered() {
        // when
        pipeline.replay(KEY, room("Hike").json().getBytes(UTF_8), new RecordHeaders());

        // then
        assertThat(pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER))
                .singleElement()
                .satisfies(letter -> assertThat(headers(letter))
                        .containsEntry(LetterHeaders.REASON, "bad-replay-origin")
                        .containsEntry(LetterHeaders.TOPIC, Topics.DOMAIN_EVENTS_REPLAY));
        assertStreamGoesOn();
    }

    @Test
    void headersDoNotGrowHoweverOftenALetterFailsAgain() {
        // given
        RecordHeaders original = new RecordHeaders();
        original.add("trace", "first".getBytes(UTF_8));
        original.add("trace", "second".getBytes(UTF_8));
        pipeline.say(KEY, "{".getBytes(UTF_8), original);
        TestRecord<byte[], byte[]> letter =
                pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER).getFirst();
        List<String> first = names(letter);
        List<String> replay = List.of(
                "openmeet.replay.at",
                "openmeet.replay.by",
                "openmeet.replay.letter",
                "openmeet.replay.origin.offset",
                "openmeet.replay.origin.partition",
                "openmeet.replay.origin.topic",
                "openmeet.replay.pass");

        for (int pass = 1; pass <= 3; pass++) {
            // when
            Headers headers = new RecordHeaders(letter.headers().toArray());
            Coordinates id = new Coordinates(Topics.DOMAIN_EVENTS_DEAD_LETTER, 0, pass);
            new Provenance(id, "ops", pipeline.now(), pass).writeTo(headers);
            if (pass == 1) {
                origin(0).forEach(headers::add);
            }
            pipeline.replay(letter.key(), letter.value(), headers);
            letter = pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER).getFirst();

            // then
            assertThat(names(letter))
                    .containsExactlyElementsOf(Stream.concat(first.stream(), replay.stream())
                            .sorted()
                            .toList());
            assertThat(letter.headers().headers("trace"))
                    .extracting(header -> new String(header.value(), UTF_8))
                    .containsExactly("first", "second");
            assertThat(headers(letter)).containsEntry(Provenance.PASS, Integer.toString(pass));
        }
    }

    private static List<String> names(TestRecord<byte[], byte[]> letter) {
        return Stream.of(letter.headers().toArray())
                .map(header -> header.key())
                .sorted()
                .toList();
    }

    @Test
    void aLetterIsAsOldAsItsWritingAndRemembersItsRecordsTime() {
        // given
        Instant said = pipeline.now();
        pipeline.say(KEY, "{".getBytes(UTF_8));

        // when
        TestRecord<byte[], byte[]> letter =
                pipeline.records(Topics.DOMAIN_EVENTS_DEAD_LETTER).getFirst();

        // then
        assertThat(letter.getRecordTime()).isEqualTo(pipeline.now());
        assertThat(headers(letter)).containsEntry(LetterHeaders.TIMESTAMP, Long.toString(said.toEpochMilli()));
    }

    private static RecordHeaders origin(long offset) {
        RecordHeaders headers = new RecordHeaders();
        for (RecordHeader header : ReplayHeaders.of(new Coordinates(Topics.DOMAIN_EVENTS, 0, offset))) {
            headers.add(header.name(), header.value().orElseThrow());
        }
        return headers;
    }
}
