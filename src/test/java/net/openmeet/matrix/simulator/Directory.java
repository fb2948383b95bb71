package net.openmeet.matrix.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which alias points where, and which rooms the public list shows. Guarded by the lock of {@link Homeserver}. */
final class Directory {
    record Entry(String roomId, String creator) {}

    private final Map<String, Entry> aliases = new TreeMap<>();
    private final Set<String> published = new HashSet<>();

    Directory copy() {
        Directory copy = new Directory();
        copy.aliases.putAll(aliases);
        copy.published.addAll(published);
        return copy;
    }

    Optional<Entry> find(String alias) {
        return Optional.ofNullable(aliases.get(alias));
    }

    void point(String alias, Entry entry) {
        if (aliases.putIfAbsent(alias, entry) != null) {
            throw MatrixError.unknown(409, "Room alias " + alias + " already exists");
        }
    }

    void remove(String alias) {
        aliases.remove(alias);
    }

    List<String> aliasesOf(String roomId) {
        return aliases.entrySet().stream()
                .filter(entry -> entry.getValue().roomId().equals(roomId))
                .map(Map.Entry::getKey)
                .toList();
    }

    boolean isPublished(String roomId) {
        return published.contains(roomId);
    }

    void publish(String roomId, boolean isPublished) {
        if (isPublished) {
            published.add(roomId);
        } else {
            published.remove(roomId);
        }
    }
}
