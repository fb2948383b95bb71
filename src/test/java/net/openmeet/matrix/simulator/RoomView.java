package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A room at one moment, for assertions; it doesn't change afterwards.
 *
 * @param aliases what the directory points at it, sorted
 * @param members everybody the room has a word of
 * @param timeline every event, oldest first
 */
public record RoomView(
        String roomId,
        String version,
        String creator,
        List<String> aliases,
        boolean published,
        Map<String, Membership> members,
        List<RoomEvent> state,
        List<RoomEvent> timeline) {

    static RoomView of(Room room, Directory directory) {
        Map<String, Membership> members = new LinkedHashMap<>();
        room.members().forEach(event -> {
            String user = event.stateKey().orElseThrow();
            members.put(user, room.membership(user));
        });
        return new RoomView(
                room.id(),
                room.version(),
                room.creator(),
                directory.aliasesOf(room.id()),
                directory.isPublished(room.id()),
                members,
                room.state(),
                List.copyOf(room.timeline()));
    }

    /** Who is in it, sorted. */
    public Set<String> joined() {
        Set<String> joined = new TreeSet<>();
        members.forEach((user, membership) -> {
            if (membership == Membership.JOIN) {
                joined.add(user);
            }
        });
        return joined;
    }

    /** Content of the state event of this type with an empty state key. */
    public Optional<ObjectNode> content(String type) {
        return state.stream()
                .filter(event -> event.isState(type, ""))
                .findFirst()
                .map(RoomEvent::content);
    }

    /** The level m.room.power_levels lists for this user. */
    public Optional<Long> level(String user) {
        return content("m.room.power_levels")
                .map(levels -> levels.path("users").path(user))
                .filter(level -> level.isNumber())
                .map(level -> level.asLong());
    }
}
