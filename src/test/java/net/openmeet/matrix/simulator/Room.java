package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The events of one room and the state they add up to. No rule is checked here: what is appended has happened. Guarded by
 * the lock of {@link Homeserver}.
 */
final class Room {
    private final String id;
    private final String version;
    private final String creator;
    private final List<RoomEvent> timeline = new ArrayList<>();
    private final Map<String, Map<String, RoomEvent>> state = new LinkedHashMap<>();
    private final Set<String> joined = new LinkedHashSet<>();
    private final Map<String, Integer> departedAt = new HashMap<>();
    private boolean blocked;

    Room(String id, String version, String creator) {
        this.id = id;
        this.version = version;
        this.creator = creator;
    }

    Room copy() {
        return upTo(timeline.size());
    }

    /** The room as it was when its timeline had {@code length} events. */
    Room upTo(int length) {
        Room earlier = new Room(id, version, creator);
        timeline.subList(0, length).forEach(earlier::append);
        earlier.blocked = blocked;
        return earlier;
    }

    String id() {
        return id;
    }

    String version() {
        return version;
    }

    String creator() {
        return creator;
    }

    /** From version 12 on creators stand above every level and are not listed. */
    boolean creatorsStandAbove() {
        return Integer.parseInt(version) >= 12;
    }

    boolean isBlocked() {
        return blocked;
    }

    void block(boolean block) {
        blocked = block;
    }

    void append(RoomEvent event) {
        timeline.add(event);
        event.stateKey().ifPresent(key -> {
            state.computeIfAbsent(event.type(), type -> new LinkedHashMap<>()).put(key, event);
            if (event.type().equals("m.room.member")) {
                if (membership(key) == Membership.JOIN) {
                    joined.add(key);
                } else {
                    joined.remove(key);
                    departedAt.put(key, timeline.size());
                }
            }
        });
    }

    Optional<RoomEvent> state(String type, String key) {
        return Optional.ofNullable(state.getOrDefault(type, Map.of()).get(key));
    }

    Optional<ObjectNode> content(String type) {
        return state(type, "").map(RoomEvent::content);
    }

    /** A text field of a state event, for instance the join rule. */
    Optional<String> text(String type, String field) {
        return content(type).map(content -> content.path(field).textValue());
    }

    List<RoomEvent> state() {
        return state.values().stream()
                .flatMap(events -> events.values().stream())
                .toList();
    }

    Collection<RoomEvent> members() {
        return state.getOrDefault("m.room.member", Map.of()).values();
    }

    Membership membership(String user) {
        return state("m.room.member", user)
                .map(event -> Membership.of(event.content().path("membership").asText()))
                .orElse(Membership.NONE);
    }

    Set<String> joined() {
        return Collections.unmodifiableSet(joined);
    }

    /** Nobody of this server is in it: it answers as if it did not exist, for ever. */
    boolean isDead() {
        return joined.isEmpty();
    }

    /** What a createRoom leaves that was killed before its first event: an id that an alias may point at. */
    boolean isOrphan() {
        return timeline.isEmpty();
    }

    List<RoomEvent> timeline() {
        return Collections.unmodifiableList(timeline);
    }

    /** Timeline length just after this user's last departure: what a former member may still see. */
    int departure(String user) {
        return departedAt.getOrDefault(user, 0);
    }
}
