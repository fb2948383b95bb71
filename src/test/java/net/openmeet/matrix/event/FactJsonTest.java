package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Facts and origins are stored as JSON and read back as they were; what is absent stays absent. */
class FactJsonTest {

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyFactReadsBackAsItWas(EventType type) {
        // given
        Fact fact = Sample.of(type).accepted().fact();
        // when
        byte[] json = Json.write(fact);
        // then
        assertThat(Json.read(json, Fact.class)).isEqualTo(fact);
    }

    @Test
    void aFactReadsBackAsTheNarrowerKindToo() {
        Fact room = Sample.of(EventType.EVENT_CREATED).accepted().fact();
        Fact person = Sample.of(EventType.USER_CREATED).accepted().fact();
        assertThat(Json.read(Json.write(room), Fact.OfRoom.class)).isEqualTo(room);
        assertThat(Json.read(Json.write(person), Fact.OfPerson.class)).isEqualTo(person);
    }

    @Test
    void wordsStandInJsonAsOpenMeetWritesThem() {
        assertThat(new String(
                        Json.write(new Standing.Attendee(AttendeeStatus.WAITLIST, AttendeeRole.HOST)),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"as\":\"attendee\",\"status\":\"waitlist\",\"role\":\"host\"}");
        assertThat(Json.read(Sample.bytes("\"unlisted\""), Visibility.class)).isEqualTo(Visibility.UNLISTED);
    }

    @Test
    void whatIsAbsentInJsonIsEmpty() {
        Fact read = Json.read(
                Sample.bytes(
                        "{\"fact\":\"room\",\"subject\":\"t/event/1\",\"created\":false,\"slug\":\"s\",\"name\":\"n\","
                                + "\"visibility\":\"public\",\"status\":\"draft\",\"endsAt\":null,\"later\":true}"),
                Fact.class);
        assertThat(read)
                .isEqualTo(new Fact.RoomStated(
                        new LaneKey("t", Kind.EVENT, "1"),
                        false,
                        "s",
                        "n",
                        Optional.empty(),
                        Visibility.PUBLIC,
                        RoomStatus.DRAFT,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void anOriginReadsBackAsItWas() {
        Origin bare = Sample.of(EventType.USER_CREATED).accepted().origin();
        Origin full = Sample.of(EventType.USER_CREATED)
                .set("/sequence", "123456789012345678901234567890")
                .set("/snapshot", "b")
                .set("/traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .accepted()
                .origin();
        assertThat(Json.read(Json.write(bare), Origin.class)).isEqualTo(bare);
        assertThat(Json.read(Json.write(full), Origin.class)).isEqualTo(full);
    }

    @Test
    void aLaneKeyCanBeAKeyInJson() throws Exception {
        Map<LaneKey, Standing> map = Map.of(LaneKey.parse("t/user/9"), new Standing.Gone());
        TypeReference<Map<LaneKey, Standing>> type = new TypeReference<>() {};
        byte[] json = Json.mapper().writerFor(type).writeValueAsBytes(map);
        assertThat(Json.mapper().readValue(json, type)).isEqualTo(map);
    }
}
