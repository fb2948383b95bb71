package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A room's whole life is the same in each room version: in 12 the bot stands above all levels and isn't listed among them. */
@WithSynapse
@ExtendWith(OneService.class)
class RoomVersionsSynapseIT {
    private final Harness harness;

    RoomVersionsSynapseIT(Harness harness) {
        this.harness = harness;
    }

    static List<String> versions() {
        return OneService.VERSIONS;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aRoomLivesThroughAllThatMayHappenToIt(String version) {
        // given
        Town town = new Town(harness, OneService.ofVersion(version));
        int event = town.announce("private");
        int host = town.attendee(event, "host");
        int member = town.attendee(event, "participant");

        // when: made with its members
        String room = town.awaitRoom(event, host, member);

        // then
        town.awaitLevels(room, Map.of(host, 90));
        assertThat(town.probe()
                        .state(room, "m.room.create")
                        .orElseThrow()
                        .path("room_version")
                        .asText())
                .isEqualTo(version);
        assertThat(town.probe().powerLevels(room).containsKey(harness.synapse().botId()))
                .isEqualTo(!version.equals("12"));

        // when: joined later, promoted and demoted
        int late = town.attendee(event, "speaker");
        town.changeRole(event, member, "moderator");
        town.changeRole(event, host, "participant");

        // then
        town.awaitInside(room, host, member, late);
        town.awaitLevels(room, Map.of(member, 50, late, 25));

        // when: removed and renamed
        town.remove(event, member);
        town.publish(town.events().room("event.updated", event, "v" + event, "Renamed", "public", "published"));

        // then
        town.awaitInside(room, host, late);
        town.awaitLevels(room, Map.of(late, 25));
        harness.eventually(() -> {
            assertThat(town.probe().name(room)).contains("Renamed Chat");
            assertThat(town.probe().canonicalAlias(room)).contains(town.alias("v" + event));
            assertThat(town.probe().joinRule(room)).contains("public");
            assertThat(town.probe().isListed(room)).isTrue();
        });

        // when
        town.publish(town.events().roomDeleted("event", event, "v" + event));

        // then
        town.awaitInside(room);
        town.awaitLevels(room, Map.of());
        harness.eventually(() -> assertThat(town.probe().localAliases(room)).isEmpty());
        assertThat(harness.problems(town.lane("event", event))).isEmpty();
    }
}
