package net.openmeet.matrix.room;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.MemberSlot.Presence;

/** What power levels should be, and what the present ones allow. */
final class LevelRules {
    static final String EVENT_TYPE = "m.room.power_levels";

    private LevelRules() {}

    /**
     * Whether creators have power without bound and must not be listed.
     *
     * @see <a href="https://spec.matrix.org/v1.16/rooms/v12/">Matrix specification, room version 12</a>
     */
    static boolean creatorsUnlisted(String roomVersion) {
        return roomVersion.matches("\\d{1,4}") && Integer.parseInt(roomVersion) >= 12;
    }

    static int botLevel(RoomBody body, Policy policy) {
        return body.home().unbounded()
                ? Integer.MAX_VALUE
                : body.power().levels().map(levels -> levels.of(policy.bot())).orElse(Policy.BOT_LEVEL);
    }

    /** What we write where a room has none: what Synapse gives a new room, and what it takes to invite. */
    static PowerLevels defaults(UserId bot, boolean unbounded) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        ObjectNode users = content.putObject("users");
        if (!unbounded) {
            users.put(bot.toString(), Policy.BOT_LEVEL);
        }
        content.put("users_default", 0);
        ObjectNode events = content.putObject("events");
        events.put("m.room.name", 50);
        events.put("m.room.avatar", 50);
        events.put("m.room.canonical_alias", 50);
        events.put("m.room.power_levels", 100);
        events.put("m.room.history_visibility", 100);
        // Room version 12 lets nobody but its creators replace the room.
        events.put("m.room.tombstone", unbounded ? 150 : 100);
        events.put("m.room.server_acl", 100);
        events.put("m.room.encryption", 100);
        content.put("events_default", 0);
        content.put("state_default", 50);
        content.put("ban", 50);
        content.put("kick", 50);
        content.put("redact", 50);
        content.put("invite", DesiredRoom.INVITE_LEVEL);
        return PowerLevels.of(content);
    }

    /** The entries a seat wants changed: a level, or none. Nothing where it isn't ours to say. */
    static Map<UserId, Optional<Integer>> changes(Seat seat, PowerLevels levels) {
        Map<UserId, Optional<Integer>> changes = new LinkedHashMap<>();
        Map<UserId, Integer> entries = levels.users();
        MemberWish wish = seat.wish();
        boolean here = seat.presence() == Presence.JOINED || seat.presence() == Presence.INVITED;
        Optional<UserId> subject = seat.subject();
        if (wish.canJoin() && here) {
            subject.ifPresent(user -> set(changes, levels, user, wish.level()));
        } else if (wish.in()) {
            // Who waits or left may come back by themselves: never with more than OpenMeet gives them.
            seat.slot()
                    .seenAs()
                    .filter(user -> levels.of(user) > wish.level())
                    .ifPresent(user -> set(changes, levels, user, wish.level()));
        } else {
            seat.slot().seenAs().filter(entries::containsKey).ifPresent(user -> changes.put(user, Optional.empty()));
        }
        if (!wish.in() || seat.mustGetOut()) {
            for (UserId former : seat.leavers()) {
                if (entries.containsKey(former)) {
                    changes.put(former, Optional.empty());
                }
            }
        }
        return changes;
    }

    private static void set(Map<UserId, Optional<Integer>> changes, PowerLevels levels, UserId user, int level) {
        if (levels.of(user) != level) {
            boolean byDefault = levels.with(Map.of(user, Optional.empty())).of(user) == level;
            changes.put(user, byDefault ? Optional.empty() : Optional.of(level));
        }
    }

    /** Local users as whom we may do what takes {@code level}, the most powerful first. */
    static List<UserId> allies(RoomBody body, Policy policy, int level) {
        return body.power()
                .levels()
                .map(levels -> levels.users().entrySet().stream()
                        .filter(entry -> entry.getValue() >= level)
                        .sorted(Map.Entry.<UserId, Integer>comparingByValue(Comparator.reverseOrder()))
                        .map(Map.Entry::getKey)
                        .filter(user -> user.server().equals(policy.server()))
                        .filter(user -> !user.equals(policy.bot()))
                        .filter(user -> !body.power().unhelpful().contains(user))
                        .toList())
                .orElse(List.of());
    }
}
