package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.Test;

/** Who is in a room, at what level, and when somebody's own or a moderator's word stands against OpenMeet's. */
interface MemberStories {
    Town town();

    @Test
    default void everyRoleOfAnEventHasItsLevelBelowTheBots() {
        // given
        int event = town().announce("public");
        int host = town().attendee(event, "host");
        int moderator = town().attendee(event, "moderator");
        int speaker = town().attendee(event, "speaker");
        int participant = town().attendee(event, "participant");

        // when
        String room = town().awaitRoom(event, host, moderator, speaker, participant);

        // then
        town().awaitLevels(room, Map.of(host, 90, moderator, 50, speaker, 25));
        assertThat(town().probe().powerLevels(room))
                .containsEntry(town().harness().synapse().botId(), 100);
    }

    @Test
    default void everyRoleOfAGroupHasItsLevelAndGuestsAreOut() {
        // given
        int group = town().newId();
        DomainEvents events = town().events();
        List<Integer> people = List.of(town().person(), town().person(), town().person(), town().person());
        int guest = town().person();
        town().publish(
                        events.room("group.created", group, "g" + group, "Group " + group, "public", "published"),
                        events.member("joined", group, people.get(0), "owner"),
                        events.member("joined", group, people.get(1), "admin"),
                        events.member("joined", group, people.get(2), "moderator"),
                        events.member("joined", group, people.get(3), "member"),
                        events.member("joined", group, guest, "guest"));
        int[] in = people.stream().mapToInt(Integer::intValue).toArray();
        String alias = "group-g" + group + "-" + OneService.POLICY;

        // when
        town().harness().eventually(() -> town().assertInside(town().harness().room(alias), in));

        // then
        String room = town().harness().room(alias);
        town().awaitLevels(room, Map.of(in[0], 90, in[1], 75, in[2], 50));
        assertThat(town().probe().memberships(room)).doesNotContainKey(town().user(guest));

        // when: the guest is approved, and a member has to be approved again
        town().publish(
                        events.member("role.changed", group, guest, "member"),
                        events.member("role.changed", group, in[3], "guest"),
                        events.member("left", group, in[0], "owner"));

        // then
        town().awaitInside(room, in[1], in[2], guest);
        town().awaitLevels(room, Map.of(in[1], 75, in[2], 50));
    }

    @Test
    default void aRoleThatChangesChangesTheLevelAndADemotionLeavesNone() {
        // given
        int event = town().announce("private");
        int person = town().attendee(event, "participant");
        String room = town().awaitRoom(event, person);

        // when
        town().changeRole(event, person, "host");

        // then
        town().awaitLevels(room, Map.of(person, 90));

        // when
        town().changeRole(event, person, "speaker");

        // then
        town().awaitLevels(room, Map.of(person, 25));

        // when
        town().changeRole(event, person, "participant");

        // then
        town().awaitLevels(room, Map.of());
        town().assertInside(room, person);
    }

    @Test
    default void onlyWhoIsConfirmedOrAttendedIsIn() {
        // given
        int event = town().announce("private");
        int attended = town().person();
        town().publish(town().events().attendee("added", event, attended, "attended", "participant"));
        List<String> others = List.of("invited", "maybe", "pending", "waitlist", "rejected");
        int[] waiting = others.stream().mapToInt(status -> town().person()).toArray();
        for (int i = 0; i < waiting.length; i++) {
            town().publish(town().events().attendee("added", event, waiting[i], others.get(i), "host"));
        }
        town().harness().settle();

        // then
        String room = town().awaitRoom(event, attended);
        town().awaitLevels(room, Map.of());

        // when
        town().publish(town().events().attendee("status.changed", event, waiting[3], "confirmed", "host"));

        // then
        town().awaitInside(room, attended, waiting[3]);
        town().awaitLevels(room, Map.of(waiting[3], 90));

        // when
        town().publish(town().events().attendee("status.changed", event, waiting[3], "waitlist", "host"));

        // then
        town().awaitInside(room, attended);
        town().awaitLevels(room, Map.of());
    }

    @Test
    default void whoIsRemovedOrCancelsIsOutAndTheirLevelIsGoneUntilTheyAreAddedAgain() {
        // given
        int event = town().announce("private");
        int host = town().attendee(event, "host");
        int moderator = town().attendee(event, "moderator");
        String room = town().awaitRoom(event, host, moderator);

        // when
        town().publish(
                        town().events().attendee("cancelled", event, host, "cancelled", "host"),
                        town().events().attendee("removed", event, moderator, "confirmed", "moderator"));

        // then
        town().awaitInside(room);
        town().awaitLevels(room, Map.of());
        assertThat(town().probe().memberships(room))
                .containsEntry(town().user(host), "leave")
                .containsEntry(town().user(moderator), "leave");

        // when
        town().attend(event, moderator, "moderator");

        // then
        town().awaitInside(room, moderator);
        town().awaitLevels(room, Map.of(moderator, 50));
    }

    @Test
    default void whoLeftOnTheirOwnComesBackOnlyAfterOpenMeetSaidOut() {
        // given
        int event = town().announce("public");
        int stays = town().attendee(event, "participant");
        int leaver = town().attendee(event, "participant");
        String room = town().awaitRoom(event, stays, leaver);
        town().probe().actAs(town().user(leaver)).leave(room).orFail();

        // when: the room is read because it turns private, and OpenMeet repeats itself
        town().restate(event, "private", "published");
        town().publish(town().events().attendee("status.changed", event, leaver, "attended", "participant"));
        town().changeRole(event, leaver, "moderator");
        town().harness().settle();

        // then
        town().assertInside(room, stays);
        assertWaiting(event, "left");

        // when
        town().remove(event, leaver);
        town().harness().settle();
        town().attend(event, leaver, "participant");

        // then
        town().awaitInside(room, stays, leaver);
    }

    @Test
    default void whomAModeratorBannedStaysBanned() {
        // given
        int event = town().announce("public");
        int moderator = town().attendee(event, "moderator");
        int troll = town().attendee(event, "participant");
        String room = town().awaitRoom(event, moderator, troll);
        town().awaitLevels(room, Map.of(moderator, 50));
        town().probe()
                .actAs(town().user(moderator))
                .ban(room, town().user(troll))
                .orFail();

        // when
        town().attend(event, troll, "speaker");
        town().restate(event, "private", "published");
        town().harness().settle();

        // then
        assertBanned(room, troll);
        assertWaiting(event, "banned");

        // when
        town().remove(event, troll);
        town().harness().settle();
        town().attend(event, troll, "participant");
        town().harness().settle();

        // then
        assertBanned(room, troll);
        assertWaiting(event, "banned");
        assertThat(town().harness().problems(town().lane("event", event))).isEmpty();
    }

    @Test
    default void whoIsNotInACompleteListIsOutOnceAllItsPartsCame() {
        // given
        int event = town().announce("private");
        int kept = town().attendee(event, "participant");
        int dropped = town().attendee(event, "host");
        int added = town().person();
        String room = town().awaitRoom(event, kept, dropped);

        // when
        town().publish(town().events().attendees("list-" + event, event, 1, 2, List.of(kept)));
        town().harness().settle();

        // then
        town().assertInside(room, kept, dropped);

        // when
        town().publish(town().events().attendees("list-" + event, event, 2, 2, List.of(added)));

        // then
        town().awaitInside(room, kept, added);
        town().awaitLevels(room, Map.of());

        // when
        town().publish(town().events().attendees("again-" + event, event, 1, 1, List.of(added)));

        // then
        town().awaitInside(room, added);
    }

    private void assertBanned(String room, int person) {
        assertThat(town().probe().memberships(room)).containsEntry(town().user(person), "ban");
    }

    /** That OpenMeet reads back of one member why they aren't in. */
    private void assertWaiting(int event, String reason) {
        town().harness()
                .eventually(() -> assertThat(
                                town().harness().readBack(Topics.ROOMS).getOrDefault(town().lane("event", event), ""))
                        .contains("\"waiting\":{\"" + reason + "\":1}"));
    }
}
