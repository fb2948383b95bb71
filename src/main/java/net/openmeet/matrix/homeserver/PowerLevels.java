package net.openmeet.matrix.homeserver;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The content of {@code m.room.power_levels}, whole: there is no compare-and-set on it, so what we don't know we write back as it
 * was read. Immutable: the node is never handed out nor changed.
 *
 * @see <a href="https://spec.matrix.org/v1.15/client-server-api/#mroompower_levels">Matrix specification, m.room.power_levels</a>
 */
public final class PowerLevels {
    private final ObjectNode content;

    private PowerLevels(ObjectNode content) {
        this.content = content;
    }

    /** Wraps a copy of {@code content}. */
    @JsonCreator
    public static PowerLevels of(ObjectNode content) {
        return new PowerLevels(content.deepCopy());
    }

    /** A copy of the whole content, to send. */
    @JsonValue
    public ObjectNode content() {
        return content.deepCopy();
    }

    /** The level of {@code user}: their entry, or {@code users_default}. */
    public int of(UserId user) {
        return content.path("users")
                .path(user.toString())
                .asInt(content.path("users_default").asInt(0));
    }

    /** Everybody with an entry of their own. */
    @JsonIgnore
    public Map<UserId, Integer> users() {
        Map<UserId, Integer> users = new TreeMap<>();
        content.path("users").properties().forEach(entry -> {
            String id = entry.getKey();
            if (id.startsWith("@") && id.indexOf(':') > 1 && !id.endsWith(":")) {
                users.put(UserId.parse(id), entry.getValue().asInt(0));
            }
        });
        return users;
    }

    /** What it takes to write a state event of {@code type}. */
    public int toSend(String type) {
        return content.path("events")
                .path(type)
                .asInt(content.path("state_default").asInt(50));
    }

    /** What it takes to invite, by default 0. */
    @JsonIgnore
    public int toInvite() {
        return content.path("invite").asInt(0);
    }

    /** What it takes to kick, by default 50. */
    @JsonIgnore
    public int toKick() {
        return content.path("kick").asInt(50);
    }

    /** These levels with some entries set (a level) or removed (empty), all else as it is. */
    public PowerLevels with(Map<UserId, Optional<Integer>> changes) {
        ObjectNode next = content.deepCopy();
        ObjectNode users = next.withObjectProperty("users");
        changes.forEach((user, level) -> {
            if (level.isPresent()) {
                users.set(user.toString(), IntNode.valueOf(level.get()));
            } else {
                users.remove(user.toString());
            }
        });
        return new PowerLevels(next);
    }

    /** These levels with the level needed to invite set. */
    public PowerLevels withInvite(int level) {
        ObjectNode next = content.deepCopy();
        next.put("invite", level);
        return new PowerLevels(next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PowerLevels that && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }

    @Override
    public String toString() {
        return content.toString();
    }
}
