package net.openmeet.matrix.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;

/** A room of the model homeserver. Fields are open, for tests to arrange and to look at. */
final class ModelRoom {
    final RoomId id;
    Optional<UserId> creator = Optional.empty();
    List<UserId> additionalCreators = new ArrayList<>();
    Optional<String> lane = Optional.empty();
    final Map<UserId, String> claims = new TreeMap<>();
    String version = "11";
    Optional<String> name = Optional.empty();
    Optional<String> topic = Optional.empty();
    Optional<RoomAlias> canonical = Optional.empty();
    List<RoomAlias> alternatives = new ArrayList<>();
    Optional<JoinRule> joinRule = Optional.empty();
    Optional<Boolean> guests = Optional.empty();
    Optional<String> history = Optional.empty();
    Optional<PowerLevels> levels = Optional.empty();
    boolean listed;
    final TreeMap<UserId, Membership> members = new TreeMap<>();

    ModelRoom(RoomId id) {
        this.id = id;
    }

    /** As it is now, for a backup. */
    ModelRoom copy() {
        ModelRoom copy = new ModelRoom(id);
        copy.creator = creator;
        copy.additionalCreators = new ArrayList<>(additionalCreators);
        copy.lane = lane;
        copy.claims.putAll(claims);
        copy.version = version;
        copy.name = name;
        copy.topic = topic;
        copy.canonical = canonical;
        copy.alternatives = new ArrayList<>(alternatives);
        copy.joinRule = joinRule;
        copy.guests = guests;
        copy.history = history;
        copy.levels = levels;
        copy.listed = listed;
        copy.members.putAll(members);
        return copy;
    }

    Optional<Membership.State> state(UserId user) {
        return Optional.ofNullable(members.get(user)).map(Membership::state);
    }

    boolean isJoined(UserId user) {
        return state(user).filter(Membership.State.JOIN::equals).isPresent();
    }

    boolean isAlive() {
        return members.values().stream().anyMatch(member -> member.state() == Membership.State.JOIN);
    }

    List<UserId> inside() {
        return members.entrySet().stream()
                .filter(member -> member.getValue().state() == Membership.State.JOIN
                        || member.getValue().state() == Membership.State.INVITE)
                .map(Map.Entry::getKey)
                .toList();
    }

    void set(UserId user, Membership.State state, UserId sender, String reason) {
        members.put(user, new Membership(state, sender, Optional.of(reason).filter(text -> !text.isEmpty())));
    }

    /** Without power levels the creator has them all; from version 12 on always. */
    int level(UserId user) {
        boolean creators = LevelRules.creatorsUnlisted(version);
        boolean isCreator = creator.filter(user::equals).isPresent();
        if (creators && (isCreator || additionalCreators.contains(user))) {
            return Integer.MAX_VALUE;
        }
        return levels.map(content -> content.of(user)).orElse(isCreator ? 100 : 0);
    }

    int toSend(String type) {
        return levels.map(content -> content.toSend(type)).orElse(0);
    }

    Seen.RoomReading reading() {
        return new Seen.RoomReading(
                creator,
                List.copyOf(additionalCreators),
                lane,
                Map.copyOf(claims),
                version,
                name,
                topic,
                canonical,
                List.copyOf(alternatives),
                joinRule,
                guests,
                history,
                levels,
                new TreeMap<>(members));
    }
}
