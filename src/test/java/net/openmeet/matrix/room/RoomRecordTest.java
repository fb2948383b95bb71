package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.json.Json;
import org.junit.jupiter.api.Test;

/** What OpenMeet reads back about a room has every field of its schema, null where there is nothing, and reasons as words. */
class RoomRecordTest {
    private final LaneDriver lane = LaneDriver.of("t/group/7");
    private final Say say = new Say("t/group/7");

    private JsonNode told(Optional<Problem> problem) throws IOException {
        return Json.mapper().readTree(Json.write(RoomRecord.of(lane.lane, lane.body, lane.tally, problem, lane.now)));
    }

    @Test
    void aRoomThatIsNotThereYetIsToldWithNulls() throws IOException {
        // given
        lane.fold(say.member(1));

        // when
        JsonNode told = told(Optional.empty());

        // then
        assertThat(told).isEqualTo(Json.mapper().readTree("""
                                        {"tenantId":"t","kind":"group","id":"7","roomId":null,"previousRoomIds":[],"alias":null,
                                        "altAliases":[],"state":"waiting","members":{"desired":1,"joined":0,
                                        "waiting":{"room-not-announced":1}},"lastProblem":null,
                                        "updatedAt":"2026-11-22T10:00:00Z"}"""));
    }

    @Test
    void anOpenRoomIsToldWithItsAliasesAndWhoWaits() throws IOException {
        // given
        lane.fold(say.open("hikers"));
        lane.fold(say.member(1));
        lane.fold(say.member(2, GroupRole.MODERATOR));
        lane.run();
        lane.fold(say.open("walkers"));
        lane.room().set(Say.user(1), Membership.State.LEAVE, Say.user(1), "");
        lane.fold(Say.resync());
        lane.run();

        // when
        JsonNode told = told(Optional.of(new Problem("refused", Optional.empty(), "too long", lane.now)));

        // then
        assertThat(told.path("state").asText()).isEqualTo("open");
        assertThat(told.path("alias").asText()).isEqualTo("#group-walkers-t:hs.test");
        assertThat(told.path("altAliases").toString()).isEqualTo("[\"#group-hikers-t:hs.test\"]");
        assertThat(told.path("members").toString()).isEqualTo("{\"desired\":2,\"joined\":1,\"waiting\":{\"left\":1}}");
        assertThat(told.path("lastProblem").path("reason").asText()).isEqualTo("refused");
        assertThat(told.path("roomId").asText()).startsWith("!");
    }
}
