package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.MemberSlot.Presence;

/** Whether the homeserver ended as policy says. */
final class ModelCheck {
    private ModelCheck() {}

    static void isAsSaid(RandomHistory history) {
        LaneDriver lane = history.lane;
        assertThat(lane.run()).as("calls once equal").isZero();
        assertThat(lane.refusals).isEmpty();
        assertThat(lane.server.roomsOf("t/group/7").stream()
                        .filter(room -> isInUse(room, lane))
                        .toList())
                .as("rooms")
                .hasSizeLessThanOrEqualTo(1);
        Optional<DesiredRoom> desired = lane.body.desired(lane.lane, lane.policy);
        if (lane.body.roomId().isEmpty()) {
            assertThat(desired.filter(DesiredRoom::wanted)).isEmpty();
            return;
        }
        if (lane.body.purgeable()
                && !lane.server.rooms.containsKey(lane.body.roomId().get())) {
            return;
        }
        ModelRoom room = lane.room();
        assertThat(room.isJoined(lane.policy.bot())).isTrue();
        if (desired.isEmpty()) {
            assertThat(lane.body.purgeable()).isTrue();
            assertThat(room.inside()).containsExactly(lane.policy.bot());
            assertThat(room.joinRule).contains(JoinRule.INVITE);
            assertThat(room.listed).isFalse();
            if (history.upheavals().isEmpty()) {
                // A backup may hold an alias that neither the room's state names nor the lane remembers.
                assertThat(lane.server.aliases).isEmpty();
            }
            return;
        }
        isAs(room, desired.get(), lane);
        lane.slots.values().forEach(slot -> isAsSaid(slot, room, lane));
        if (desired.get().membersOnly()) {
            assertThat(room.inside()).doesNotContain(RandomHistory.STRANGER);
        }
    }

    /** One that was closed and lost sight of is no room any more: empty, without an alias, and nobody gets in. */
    private static boolean isInUse(ModelRoom room, LaneDriver lane) {
        boolean closed = room.inside().equals(List.of(lane.policy.bot()))
                && room.joinRule.filter(JoinRule.INVITE::equals).isPresent()
                && !room.listed
                && !lane.server.aliases.containsValue(room.id);
        return room.isAlive() && !closed;
    }

    private static void isAs(ModelRoom room, DesiredRoom desired, LaneDriver lane) {
        assertThat(room.name).contains(desired.name());
        assertThat(room.topic).contains(desired.topic());
        assertThat(room.joinRule).contains(desired.joinRule());
        assertThat(room.listed).isEqualTo(desired.listed());
        assertThat(room.guests).contains(false);
        assertThat(room.history).contains("shared");
        assertThat(room.canonical).contains(desired.alias());
        assertThat(room.levels.orElseThrow().toInvite()).isEqualTo(50);
        for (RoomAlias alias : room.alternatives) {
            assertThat(lane.server.aliases.get(alias)).isEqualTo(room.id);
        }
        assertThat(lane.server.aliases.get(desired.alias())).isEqualTo(room.id);
    }

    private static void isAsSaid(MemberSlot slot, ModelRoom room, LaneDriver lane) {
        MemberWish wish = MemberWish.of(slot, lane.policy);
        String number = slot.person().id();
        List<UserId> names =
                List.of(UserId.parse("@p" + number + ":hs.test"), UserId.parse("@q" + number + ":hs.test"));
        if (!wish.in()) {
            assertThat(room.inside()).doesNotContainAnyElementsOf(names);
            names.forEach(user -> assertThat(room.level(user)).isZero());
        } else if (wish.canJoin()) {
            UserId user = wish.user().orElseThrow();
            boolean respected = slot.presence() == Presence.LEFT || slot.presence() == Presence.BANNED;
            if (respected) {
                assertThat(room.isJoined(user)).isFalse();
                assertThat(room.level(user)).isLessThanOrEqualTo(wish.level());
            } else {
                assertThat(room.isJoined(user))
                        .as("%s in %s", slot, room.members)
                        .isTrue();
                assertThat(room.level(user)).isEqualTo(wish.level());
            }
            names.stream()
                    .filter(other -> !other.equals(user))
                    .forEach(other -> assertThat(room.inside()).doesNotContain(other));
        }
    }
}
