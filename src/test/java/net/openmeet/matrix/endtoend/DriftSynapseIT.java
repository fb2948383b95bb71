package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.MatrixActor;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A resync reads a room and writes what differs from OpenMeet's word, and nothing else. What moderators and people decided about
 * people is respected until OpenMeet says out and then in again.
 */
@WithSynapse
@ExtendWith(OneService.class)
class DriftSynapseIT {
    private final Harness harness;
    private final Town town;

    DriftSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.DRIFT);
    }

    private void resync(int event) {
        harness.resync(town.lane("event", event));
    }

    private MatrixActor as(int person) {
        return town.probe().actAs(town.user(person));
    }

    private List<CountedCall> writes() {
        return harness.calls().calls().list().stream()
                .filter(CountedCall::isWrite)
                .toList();
    }

    @Test
    void anEqualRoomCostsReadsOnly() {
        // given
        int event = town.announce("public");
        int host = town.attendee(event, "host");
        int guest = town.attendee(event, "participant");
        String room = town.awaitRoom(event, host, guest);
        town.awaitLevels(room, Map.of(host, 90));
        harness.settle();
        harness.calls().reset();

        // when
        resync(event);
        harness.settle();

        // then
        assertThat(writes()).isEmpty();
        assertThat(harness.calls().calls().total()).isBetween(1, 3);
    }

    @Test
    void whatWasChangedByHandIsRepairedByOneWriteEach() {
        // given
        int event = town.announce("public");
        int host = town.attendee(event, "host");
        int speaker = town.attendee(event, "speaker");
        String room = town.awaitRoom(event, host, speaker);
        town.awaitLevels(room, Map.of(host, 90, speaker, 25));
        harness.settle();
        String stranger = town.stranger();
        MatrixActor bot = town.probe().actor();
        bot.putState(room, "m.room.name", "", Map.of("name", "Party")).orFail();
        bot.putState(room, "m.room.topic", "", Map.of("topic", "Come all")).orFail();
        bot.putState(room, "m.room.join_rules", "", Map.of("join_rule", "invite"))
                .orFail();
        bot.putState(room, "m.room.canonical_alias", "", Map.of()).orFail();
        bot.setPowerLevel(room, town.user(host), 10).orFail();
        bot.setPowerLevel(room, town.user(speaker), 60).orFail();
        bot.setPowerLevel(room, stranger, 30).orFail();
        bot.list(room, false).orFail();
        harness.calls().reset();

        // when
        resync(event);
        harness.settle();

        // then: name, topic, join rule, canonical alias, levels, listing
        assertThat(writes()).hasSize(6);
        assertThat(town.probe().name(room)).contains("Event " + event + " Chat");
        assertThat(town.probe().topic(room)).contains("Chat room for Event " + event);
        assertThat(town.probe().joinRule(room)).contains("public");
        assertThat(town.probe().canonicalAlias(room)).contains(town.alias(event));
        assertThat(town.probe().isListed(room)).isTrue();
        assertThat(town.probe().powerLevels(room))
                .containsEntry(town.user(host), 90)
                .containsEntry(town.user(speaker), 25)
                .containsEntry(stranger, 30);
    }

    @Test
    void anAliasThatAModeratorDeletedComesBackAndLeadsToTheSameRoom() {
        // given
        int event = town.announce("public");
        String room = town.awaitRoom(event);
        town.publish(town.events()
                .room("event.slug.changed", event, "later" + event, "Event " + event, "public", "published"));
        harness.eventually(() -> assertThat(town.probe().localAliases(room)).hasSize(2));
        harness.settle();
        town.probe().actor().deleteAlias(town.alias("later" + event)).orFail();
        assertThat(town.probe().roomByAlias(town.alias("later" + event))).isEmpty();

        // when
        resync(event);
        harness.settle();

        // then
        assertThat(town.probe().roomByAlias(town.alias("later" + event))).contains(room);
        assertThat(town.probe().canonicalAlias(room)).contains(town.alias("later" + event));
        assertThat(town.probe().localAliases(room)).contains(town.alias(event));
        assertThat(roomsOf(event)).containsExactly(room);
    }

    @Test
    void strangersAreLeftAloneInAPublicRoomAndRemovedFromAPrivateOne() {
        // given
        int open = town.announce("public");
        int closed = town.announce("private");
        int host = town.attendee(closed, "host");
        String openRoom = town.awaitRoom(open);
        String closedRoom = town.awaitRoom(closed, host);
        town.awaitLevels(closedRoom, Map.of(host, 90));
        harness.settle();
        String stranger = town.stranger();
        town.probe().actAs(stranger).join(openRoom).orFail();
        as(host).invite(closedRoom, stranger).orFail();
        town.probe().actAs(stranger).join(closedRoom).orFail();
        assertThat(town.probe().joined(closedRoom)).contains(stranger);

        // when
        resync(open);
        resync(closed);
        harness.settle();

        // then
        town.assertInside(closedRoom, host);
        assertThat(town.probe().joined(openRoom)).contains(stranger);
    }

    @Test
    void whoLeftOrWasKickedOrBannedStaysOutWhateverIsRepeatedAndComesBackWhenOpenMeetSaysOutAndIn() {
        // given
        int event = town.announce("public");
        int moderator = town.attendee(event, "moderator");
        int left = town.attendee(event, "participant");
        int kicked = town.attendee(event, "participant");
        int banned = town.attendee(event, "speaker");
        String room = town.awaitRoom(event, moderator, left, kicked, banned);
        town.awaitLevels(room, Map.of(moderator, 50, banned, 25));
        harness.settle();
        as(left).leave(room).orFail();
        as(moderator).kick(room, town.user(kicked)).orFail();
        as(moderator).ban(room, town.user(banned)).orFail();

        // when: resync, repeat, role change, backfill
        resync(event);
        harness.settle();
        town.publish(town.events().attendee("status.changed", event, left, "attended", "participant"));
        town.attend(event, kicked, "participant");
        town.changeRole(event, kicked, "moderator");
        town.changeRole(event, banned, "moderator");
        town.publish(town.events().attendees("list-" + event, event, 1, 1, List.of(moderator, left, kicked, banned)));
        resync(event);
        harness.settle();

        // then
        town.assertInside(room, moderator);
        assertThat(town.probe().memberships(room)).containsEntry(town.user(banned), "ban");
        assertThat(harness.readBack(Topics.ROOMS).getOrDefault(town.lane("event", event), ""))
                .contains("\"left\":2", "\"banned\":1");

        // when
        for (int person : List.of(left, kicked, banned)) {
            town.remove(event, person);
        }
        harness.settle();
        for (int person : List.of(left, kicked, banned)) {
            town.attend(event, person, "participant");
        }
        resync(event);

        // then
        town.awaitInside(room, moderator, left, kicked);
        assertThat(town.probe().memberships(room)).containsEntry(town.user(banned), "ban");
        assertThat(harness.problems(town.lane("event", event))).isEmpty();
    }

    @Test
    void aBotThatWasKickedComesBack() {
        // given
        int event = town.announce("public");
        int host = town.attendee(event, "host");
        String room = town.awaitRoom(event, host);
        town.awaitLevels(room, Map.of(host, 90));
        raise(room, host, 100, 50);
        as(host).kick(room, harness.synapse().botId()).orFail();

        // when
        resync(event);
        town.publish(town.events().room("event.updated", event, "e" + event, "Back", "public", "published"));

        // then
        harness.eventually(() -> {
            assertThat(town.probe().name(room)).contains("Back Chat");
            town.assertInside(room, host);
        });
        assertThat(roomsOf(event)).containsExactly(room);
    }

    private void raise(String room, int person, int level, int botLevel) {
        ObjectNode levels =
                town.probe().state(room, "m.room.power_levels").orElseThrow().deepCopy();
        levels.withObjectProperty("users")
                .put(harness.synapse().botId(), botLevel)
                .put(town.user(person), level);
        town.probe().actor().putState(room, "m.room.power_levels", "", levels).orFail();
    }

    /** The rooms the bot is in that carry the event's marker. */
    private List<String> roomsOf(int event) {
        return town.probe().joinedRooms().stream()
                .filter(room -> town.probe()
                        .state(room, "m.room.create")
                        .filter(create ->
                                create.path("net.openmeet.lane").asText().equals(town.lane("event", event)))
                        .isPresent())
                .toList();
    }
}
