package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rooms that OpenMeet made before there was this service go on being used where their creator is configured, and only there. Then
 * nobody of OpenMeet's stands as high as the bot any more.
 */
@WithSynapse
@ExtendWith(OneService.class)
class OlderRoomsSynapseIT {
    private final Harness harness;
    private final Town town;
    private final Town legacy;

    OlderRoomsSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.OWNER);
        legacy = new Town(harness, OneService.LEGACY);
    }

    @Test
    void anOlderRoomIsTakenOverWhereItsCreatorIsConfiguredAndItsHostsEndBelowTheBot() {
        // given
        int event = harness.newId();
        int host = harness.newId();
        String room = olderRoom(legacy, OneService.LEGACY, event, host);
        int member = legacy.person();

        // when
        legacy.publish(legacy.events().handle(host, "u" + host, "u" + host + "_" + OneService.LEGACY));
        legacy.attend(event, host, "host");
        legacy.attend(event, member, "moderator");
        legacy.announce(event, "public");

        // then
        harness.eventually(() -> {
            assertThat(legacy.probe().powerLevels(room))
                    .containsEntry(harness.synapse().botId(), 100)
                    .containsEntry(legacy.user(host), 90)
                    .containsEntry(legacy.user(member), 50);
            assertThat(legacy.probe().joined(room))
                    .contains(harness.synapse().botId(), legacy.user(host), legacy.user(member));
            assertThat(legacy.probe().name(room)).contains("Event " + event + " Chat");
        });
        assertThat(legacy.room(event)).isEqualTo(room);
        assertThat(harness.problems(legacy.lane("event", event))).isEmpty();
    }

    @Test
    void anOlderRoomIsLeftAloneWhereItsCreatorIsNotConfigured() {
        // given
        int event = harness.newId();
        int host = harness.newId();
        String room = olderRoom(town, OneService.OWNER, event, host);

        // when
        town.publish(town.events().handle(host, "u" + host, "u" + host + "_" + OneService.OWNER));
        town.attend(event, host, "host");
        town.announce(event, "public");

        // then
        harness.eventually(
                () -> assertThat(harness.problems(town.lane("event", event))).containsExactly("room foreign-alias"));
        harness.settle();
        assertThat(town.probe().as(town.user(host)).powerLevels(room)).containsEntry(town.user(host), 100);
        assertThat(town.room(event)).isEqualTo(room);
    }

    /** As OpenMeet makes rooms without the service: no marker, hosts as high as the bot. */
    private String olderRoom(Town its, String tenant, int event, int host) {
        String creator = harness.user(OneService.OLD_BOT);
        its.probe().actor().register(OneService.OLD_BOT);
        its.probe().actor().register("u" + host + "_" + tenant).orFail();
        String room = its.probe()
                .actAs(creator)
                .createRoom(Map.of(
                        "room_alias_name",
                        "event-e" + event + "-" + tenant,
                        "preset",
                        "public_chat",
                        "name",
                        "Older",
                        "power_level_content_override",
                        Map.of("users", Map.of(creator, 100, harness.synapse().botId(), 100, its.user(host), 100))))
                .orFail()
                .path("room_id")
                .asText();
        its.probe().actAs(its.user(host)).join(room).orFail();
        return room;
    }
}
