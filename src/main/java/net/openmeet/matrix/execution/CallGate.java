package net.openmeet.matrix.execution;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.log.ChangeLog;
import net.openmeet.matrix.log.Fields;
import org.slf4j.Logger;

/**
 * Decides who may call one homeserver next: at most a cap of calls in flight for the process, live work before backfill, tenants
 * in turn, and the tasks of a tenant in turn. Tasks say how many lanes they have ready and collect the tickets granted to them,
 * so that no task starves behind one that happens to be visited first.
 *
 * <p>One for each base URL, shared by all stream threads and told of every answer by I/O threads: every method is synchronized
 * and short.
 */
public final class CallGate {
    private static final Logger CHANGES = ChangeLog.logger();

    /**
     * Whose turn it is, in which queue.
     *
     * @param rooms rooms and accounts of a tenant take turns: 10,000 new people of one room are 10,000 accounts to make, behind which no
     *     other room's change should wait
     */
    record Turn(String tenant, boolean backfill, boolean rooms) {}

    /** The right to have one call in flight, until {@link #done} or {@link #giveBack}. */
    record Ticket(Object task, Turn turn) {}

    private static final class Tasks {
        /** Insertion order is the order of turns: who got a ticket goes to the end. */
        private final LinkedHashMap<Object, Integer> demand = new LinkedHashMap<>();
    }

    private final String name;
    private final InstantSource clock;
    private final Cap cap;
    private final Breaker breaker;
    private final LinkedHashMap<Turn, Tasks> turns = new LinkedHashMap<>();
    private final Map<Object, Deque<Ticket>> granted = new HashMap<>();
    private final PausedSenders paused = new PausedSenders();
    private int inFlight;
    private int outages;
    private int outagesEnded;
    private Instant lastOutage = Instant.MIN;

    /**
     * @param name of the homeserver, for logs and metrics: host, port and path, never a user or password
     * @param most calls in flight at the most
     */
    public CallGate(String name, int most, Backoff outages, InstantSource clock) {
        this.name = name;
        this.clock = clock;
        this.cap = new Cap(most);
        this.breaker = new Breaker(outages);
    }

    /** A task now has {@code lanes} lanes ready in this turn, tickets it already holds not counted. */
    synchronized void demand(Object task, Turn turn, int lanes) {
        Tasks tasks = turns.computeIfAbsent(turn, ignored -> new Tasks());
        if (lanes > 0) {
            tasks.demand.put(task, lanes);
        } else {
            tasks.demand.remove(task);
        }
        grant();
    }

    /** The next ticket granted to a task. */
    synchronized Optional<Ticket> collect(Object task) {
        grant();
        return Optional.ofNullable(
                granted.getOrDefault(task, new ArrayDeque<>()).poll());
    }

    /** A ticket wasn't needed after all. */
    synchronized void giveBack(Ticket ticket) {
        inFlight--;
        breaker.notTried();
        grant();
    }

    /** A call ended. Told on I/O threads, so that an outage stops the next call at once. */
    synchronized void done(Outcome outcome) {
        inFlight--;
        Instant now = clock.instant();
        switch (outcome) {
            case Outcome.Retry retry -> {
                switch (retry.scope()) {
                    case HOMESERVER -> silent(now);
                    case SENDER -> {
                        // A 429 is an answer: as that of the probe it ends an outage, which nothing else would.
                        answered();
                        cap.distressed();
                    }
                    case TARGET, CLOSED_ACCOUNT -> answered();
                }
            }
            case Outcome.Uncertain ignored -> silent(now);
            case Outcome.Applied ignored -> answered();
            case Outcome.AlreadySo ignored -> answered();
            case Outcome.CredentialRejected ignored -> answered();
            case Outcome.RoomUnknown ignored -> answered();
            case Outcome.Contradicted ignored -> answered();
            case Outcome.Rejected ignored -> answered();
        }
        grant();
    }

    /** A call ended without a complete answer: whatever that means for its lane, the homeserver was silent. */
    synchronized void unanswered() {
        inFlight--;
        silent(clock.instant());
        grant();
    }

    /** A call ended of which nobody wants to know any more. */
    synchronized void abandoned() {
        inFlight--;
        breaker.notTried();
        grant();
    }

    /** Nothing is sent as {@code sender} until {@code until}: the homeserver counts its rate limits by sender. */
    synchronized void pause(UserId sender, Instant until) {
        paused.pause(sender, until);
    }

    /** Until when {@code sender} is paused, if it is. */
    synchronized Optional<Instant> pausedUntil(UserId sender) {
        return paused.until(sender, clock.instant());
    }

    /** A task is closed: what it asked for and was granted goes to others. Calls it has in flight still count until done. */
    synchronized void forget(Object task) {
        turns.values().forEach(tasks -> tasks.demand.remove(task));
        Deque<Ticket> tickets = granted.remove(task);
        if (tickets != null) {
            inFlight -= tickets.size();
            breaker.notTried();
        }
        grant();
    }

    /** Whether the homeserver is held to be out. */
    public synchronized boolean isOut() {
        return breaker.isOpen();
    }

    /** Whether the homeserver was held to be out at any time since then, as far as this process knows. */
    synchronized boolean wasOutSince(Instant since) {
        return breaker.isOpen() || since.isBefore(lastOutage);
    }

    /** How often the homeserver came back so far: what came back may be another database. */
    synchronized int outagesEnded() {
        return outagesEnded;
    }

    /** How often the homeserver was held to be out so far. */
    public synchronized int outages() {
        return outages;
    }

    /** How many senders the homeserver asked to slow down are still to do so. */
    public synchronized int pausedSenders() {
        return paused.count(clock.instant());
    }

    /** Calls in flight, granted ones included. */
    public synchronized int inFlight() {
        return inFlight;
    }

    /** The cap as it stands now. */
    public synchronized int cap() {
        return cap.now();
    }

    /** What the cap grows back to. */
    public int most() {
        return cap.most();
    }

    /** The homeserver's, for logs and metrics. */
    public String name() {
        return name;
    }

    private void answered() {
        cap.succeeded();
        if (breaker.answered()) {
            cap.restart();
            outagesEnded++;
            lastOutage = clock.instant();
            Fields.of(CHANGES.atInfo()).with(Fields.HOMESERVER, name).log("Homeserver {} answers again", name);
        }
    }

    private void silent(Instant now) {
        cap.distressed();
        if (breaker.failed(now)) {
            outages++;
            Fields.of(CHANGES.atWarn())
                    .with(Fields.HOMESERVER, name)
                    .log("Homeserver {} doesn't answer: calls wait until it does", name);
        }
    }

    private void grant() {
        while (inFlight < (breaker.isOpen() ? 1 : cap.now())) {
            Optional<Turn> turn = nextTurn();
            if (turn.isEmpty() || !breaker.admits(clock.instant())) {
                return;
            }
            Tasks tasks = Objects.requireNonNull(turns.remove(turn.get()), "Expected tasks for each turn");
            Map.Entry<Object, Integer> first = tasks.demand.pollFirstEntry();
            if (first.getValue() > 1) {
                tasks.demand.put(first.getKey(), first.getValue() - 1);
            }
            turns.put(turn.get(), tasks);
            inFlight++;
            granted.computeIfAbsent(first.getKey(), ignored -> new ArrayDeque<>())
                    .add(new Ticket(first.getKey(), turn.get()));
        }
    }

    private Optional<Turn> nextTurn() {
        return firstWithDemand(false).or(() -> firstWithDemand(true));
    }

    private Optional<Turn> firstWithDemand(boolean backfill) {
        return turns.entrySet().stream()
                .filter(entry -> entry.getKey().backfill() == backfill
                        && !entry.getValue().demand.isEmpty())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
