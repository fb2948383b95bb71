package net.openmeet.matrix.execution;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replayed letters of a task of which it isn't known yet what became: kept in memory and in the store, so that another instance goes on
 * with them. A lane without one costs nothing. Owned by the stream thread.
 */
final class ReplayNotes {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayNotes.class);

    private final Keyspace store;
    private final Map<LaneKey, Map<String, Noted>> lanes = new LinkedHashMap<>();
    private boolean loaded;

    /** A note, and when to look next what became of it. */
    record Noted(LaneKey lane, ReplayNote note, Instant lookAt) {
        private String key() {
            return lane + "#" + note.provenance().letter();
        }
    }

    ReplayNotes(Keyspace store) {
        this.store = store;
    }

    boolean isEmpty() {
        load();
        return lanes.isEmpty();
    }

    void add(LaneKey lane, ReplayNote note, Instant now) {
        keep(new Noted(lane, note, now));
    }

    /** Those of a lane. */
    List<ReplayNote> of(LaneKey lane) {
        load();
        return lanes.getOrDefault(lane, Map.of()).values().stream()
                .map(Noted::note)
                .toList();
    }

    /** Up to {@code most} that are to be looked at. */
    List<Noted> due(Instant now, int most) {
        load();
        List<Noted> due = new ArrayList<>();
        for (Map<String, Noted> notes : lanes.values()) {
            for (Noted noted : notes.values()) {
                if (due.size() < most && !noted.lookAt().isAfter(now)) {
                    due.add(noted);
                }
            }
        }
        return due;
    }

    /** Writes what changed of a note, and when to look again. */
    void keep(Noted noted) {
        load();
        store.put(noted.key(), Json.write(noted.note()));
        put(noted);
    }

    /** Looks again after {@code pause}, unless it was removed meanwhile. */
    void later(Noted noted, Duration pause, Instant now) {
        if (lanes.getOrDefault(noted.lane(), Map.of()).containsKey(noted.key())) {
            put(new Noted(noted.lane(), noted.note(), now.plus(pause)));
        }
    }

    void remove(LaneKey lane, ReplayNote note) {
        Noted noted = new Noted(lane, note, note.since());
        store.delete(noted.key());
        Map<String, Noted> notes = lanes.get(lane);
        if (notes != null) {
            notes.remove(noted.key());
            if (notes.isEmpty()) {
                lanes.remove(lane);
            }
        }
    }

    private void put(Noted noted) {
        lanes.computeIfAbsent(noted.lane(), lane -> new LinkedHashMap<>()).put(noted.key(), noted);
    }

    /** What an earlier owner of the task left, once. */
    private void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        store.scan("", Keyspace.END, Integer.MAX_VALUE, this::load);
    }

    /** Who can't be told what became of a replay is left out: that must not stop the lane. */
    private void load(String key, byte[] value) {
        try {
            ReplayNote note = Json.read(value, ReplayNote.class);
            LaneKey.read(key.substring(0, Math.max(0, key.indexOf('#'))))
                    .ifPresent(lane -> put(new Noted(lane, note, Instant.EPOCH)));
        } catch (UncheckedIOException e) {
            LOG.error("Left out a note of a replay for {}: it can't be read", key);
        }
    }
}
