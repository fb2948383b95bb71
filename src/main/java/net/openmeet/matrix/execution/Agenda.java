package net.openmeet.matrix.execution;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.room.WaitReason;
import net.openmeet.matrix.room.WaitReason.Turn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes of a task that aren't converged, each with exactly one entry: the store is keyed by lane, so there can't be two.
 * The order of due times is kept in memory and paged in from the store at start-up, so that converged lanes cost nothing there.
 * Owned by the stream thread.
 */
final class Agenda {
    private static final Logger LOG = LoggerFactory.getLogger(Agenda.class);
    private static final int PAGE = 1_000;

    private final Keyspace store;
    private final Map<LaneKey, AgendaEntry> entries = new HashMap<>();
    private final TreeSet<Due> order = new TreeSet<>();
    private final Waiting waiting = new Waiting();
    private final Set<LaneKey> suspects = new HashSet<>();
    private Optional<String> unread = Optional.of("");

    private record Due(Instant at, LaneKey lane) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : lane.compareTo(other.lane);
        }
    }

    Agenda(Keyspace store) {
        this.store = store;
    }

    /** Reads the next page of what an earlier run left; true once all of it was read. */
    boolean load(Instant now) {
        if (unread.isEmpty()) {
            return true;
        }
        Map<String, byte[]> page = new LinkedHashMap<>();
        boolean all = store.scan(unread.get(), Keyspace.END, PAGE, page::put);
        page.forEach((key, value) -> LaneKey.read(key)
                .ifPresentOrElse(
                        lane -> load(lane, read(lane, value), now),
                        () -> LOG.error("Left out an entry of the agenda for {}: that is no lane", key)));
        unread = all ? Optional.empty() : page.keySet().stream().reduce((first, next) -> next + '\0');
        return all;
    }

    private void load(LaneKey lane, AgendaEntry entry, Instant now) {
        // What was put since we came isn't an earlier owner's.
        if (!entries.containsKey(lane) && mayHaveCalled(entry, now)) {
            suspects.add(lane);
        }
        index(lane, entry);
    }

    /** One that can't be read is due at once: the lane itself knows what there is to do. */
    private static AgendaEntry read(LaneKey lane, byte[] value) {
        try {
            return Json.read(value, AgendaEntry.class);
        } catch (UncheckedIOException e) {
            LOG.error("The agenda's entry for {} can't be read: it is looked at now", lane);
            return new AgendaEntry(Instant.EPOCH, Optional.empty(), false, Instant.EPOCH);
        }
    }

    /**
     * Whether an earlier owner of the task, who had it until {@code assigned}, may have sent a call for the lane and stopped before it
     * stored so. Answers yes once: what the call may have changed is then looked at before anything is done.
     */
    boolean wasUnderWay(LaneKey lane, Instant assigned) {
        if (unread.isPresent() && !entries.containsKey(lane)) {
            return store.get(lane.toString())
                    .filter(stored -> mayHaveCalled(read(lane, stored), assigned))
                    .isPresent();
        }
        return suspects.remove(lane);
    }

    /** A lane that rests until others move, or for a while that isn't over, had no call under way. */
    private static boolean mayHaveCalled(AgendaEntry entry, Instant now) {
        return entry.waiting()
                .filter(reason -> reason == WaitReason.SETTLING
                        || reason == WaitReason.VERIFYING
                        || reason.turn() == WaitReason.Turn.OPENMEET)
                .filter(ignored -> entry.at().isAfter(now))
                .isEmpty();
    }

    /** Puts a lane on the agenda for {@code at}; live work makes a lane live, and it stays so until it converged. */
    void due(LaneKey lane, Instant at, boolean backfill, Instant now) {
        put(lane, new AgendaEntry(at, Optional.empty(), backfill && !isLive(lane), since(lane, Turn.OURS, now)));
    }

    /**
     * Puts a lane that was told something on the agenda.
     *
     * @param told when: it is as old as that, unless something older waits for us; what is told live is no older for the backfill that
     *     waits in its lane
     * @param own whether it is about the room or the person themselves, no member
     */
    void told(LaneKey lane, boolean backfill, Instant told, boolean own, Instant now) {
        boolean first = !backfill && !isLive(lane);
        Instant since = first ? told : since(lane, Turn.OURS, told);
        Optional<Instant> heard = own && !backfill ? Optional.of(told) : Optional.empty();
        put(lane, new AgendaEntry(now, Optional.empty(), backfill && !isLive(lane), since, heard));
    }

    /** The lane is behind what holds for its tenant: due now, and rebuild work unless live work of its own isn't done. */
    void behind(LaneKey lane, Instant now) {
        Optional<AgendaEntry> unfinished = entry(lane).filter(entry -> entry.turn() == Turn.OURS);
        boolean backfill = unfinished.map(AgendaEntry::backfill).orElse(true);
        Instant since = unfinished.map(AgendaEntry::since).orElse(now);
        put(lane, new AgendaEntry(now, unfinished.flatMap(AgendaEntry::waiting), backfill, since));
    }

    /** What the room or the person themselves were told is true; answers since when it was to be, if that is measured. */
    Optional<Instant> applied(LaneKey lane) {
        Optional<AgendaEntry> entry = entry(lane).filter(its -> its.heard().isPresent());
        entry.ifPresent(its -> store(lane, its.applied()));
        return entry.flatMap(AgendaEntry::heard);
    }

    /** Lets a lane wait for {@code reason}, to be looked at again at {@code recheck}. */
    void waiting(LaneKey lane, WaitReason reason, Instant recheck, Instant now) {
        boolean backfill = entry(lane).map(AgendaEntry::backfill).orElse(false);
        put(lane, new AgendaEntry(recheck, Optional.of(reason), backfill, since(lane, reason.turn(), now)));
    }

    /**
     * The lane is as it should be, and looked at once more at {@code at}: nothing that waits, so that it is as old as that look. It is
     * work like a backfill's, behind what is said meanwhile.
     */
    void verifying(LaneKey lane, Instant at) {
        put(lane, new AgendaEntry(at, Optional.of(WaitReason.VERIFYING), true, at));
    }

    /** The lane is converged. */
    void remove(LaneKey lane) {
        entry(lane).ifPresent(old -> {
            order.remove(new Due(old.at(), lane));
            entries.remove(lane);
            waiting.remove(old);
            store.delete(lane.toString());
        });
    }

    Optional<AgendaEntry> entry(LaneKey lane) {
        return Optional.ofNullable(entries.get(lane));
    }

    /** Takes the earliest lane that is due from the order; its entry stays until it is put anew or removed. */
    Optional<LaneKey> takeDue(Instant now) {
        if (order.isEmpty() || order.first().at().isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(order.removeFirst().lane());
    }

    /** Makes a lane due if it waits for {@code reason}; it still says what it waited for. */
    void wake(LaneKey lane, WaitReason reason, Instant now) {
        if (entry(lane).flatMap(AgendaEntry::waiting).filter(reason::equals).isPresent()) {
            waiting(lane, reason, now, now);
        }
    }

    /** Makes those of a tenant that wait for {@code reason} due; they still say what they waited for. */
    void wake(String tenant, WaitReason reason, Instant now) {
        if (!waiting.isAnyFor(reason)) {
            return;
        }
        List<LaneKey> woken = entries.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .filter(entry ->
                        entry.getValue().waiting().filter(reason::equals).isPresent())
                .map(Map.Entry::getKey)
                .toList();
        woken.forEach(lane -> waiting(lane, reason, now, now));
    }

    int size() {
        return entries.size();
    }

    /** How many lanes wait for what, and since when. */
    Waiting waiting() {
        return waiting;
    }

    private boolean isLive(LaneKey lane) {
        return entry(lane).map(old -> !old.backfill()).orElse(false);
    }

    /** It counts anew when it is another's turn: how long OpenMeet took says nothing of us. */
    private Instant since(LaneKey lane, Turn turn, Instant now) {
        return entry(lane)
                .filter(entry -> entry.turn() == turn)
                .map(AgendaEntry::since)
                .filter(now::isAfter)
                .orElse(now);
    }

    private void put(LaneKey lane, AgendaEntry entry) {
        store(lane, entry.after(entry(lane)));
    }

    private void store(LaneKey lane, AgendaEntry entry) {
        AgendaEntry old = entries.get(lane);
        if (!entry.equals(old)) {
            store.put(lane.toString(), Json.write(entry));
        }
        index(lane, entry);
    }

    private void index(LaneKey lane, AgendaEntry entry) {
        AgendaEntry old = entries.put(lane, entry);
        if (old != null) {
            order.remove(new Due(old.at(), lane));
            waiting.remove(old);
        }
        waiting.add(entry);
        order.add(new Due(entry.at(), lane));
    }
}
