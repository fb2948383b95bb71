package net.openmeet.matrix.endtoend;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * OpenMeet at work: fifty changes a second, to one event after the other, round after round, until it is stopped. First each event is
 * made; then by turns somebody comes, its name becomes that of the round, and every other event loses who came while the rest get one
 * more. Nobody comes back to an event they left. Published on a thread of its own; what was said may be asked on any.
 */
final class SteadyChanges implements AutoCloseable {
    private static final long MILLIS = 20;
    private static final String NAME = "Round ";

    private final DomainEvents events;
    private final KafkaProducer<String, String> producer;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Said> said = new ArrayList<>();
    private Optional<Future<?>> running = Optional.empty();
    private int round;
    private int next;

    /** What holds of an event: the round it is named after, and who is in it. */
    record Said(int named, Set<Integer> members) {}

    SteadyChanges(String bootstrapServers, String tenant, int rooms) {
        events = new DomainEvents(tenant, Instant::now);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 0),
                new StringSerializer(),
                new StringSerializer());
        for (int room = 0; room < rooms; room++) {
            said.add(new Said(0, Set.of()));
        }
    }

    void start() {
        running = Optional.of(thread.scheduleAtFixedRate(this::change, 0, MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Says no more; all that was said is with the broker. */
    void stop() throws InterruptedException {
        if (running.filter(Future::isDone).isPresent()) {
            throw new IllegalStateException("a change failed", running.get().exceptionNow());
        }
        thread.shutdown();
        if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("still publishing after a minute");
        }
        producer.flush();
    }

    /** The round that is under way. */
    synchronized int round() {
        return round;
    }

    /** What was said of each event so far. */
    synchronized List<Said> said() {
        return List.copyOf(said);
    }

    /** The round in a room's name, as {@code Round 12 Chat} is of round 12. */
    static int round(String name) {
        return Integer.parseInt(name.substring(NAME.length(), name.indexOf(' ', NAME.length())));
    }

    private synchronized void change() {
        Said before = said.get(next);
        if (round % 3 == 1) {
            comes(before);
        } else if (round % 3 == 2 || round == 0) {
            said.set(next, new Said(round, before.members()));
            publish(events.room(
                    round == 0 ? "event.created" : "event.updated",
                    next,
                    "e" + next,
                    NAME + round,
                    "public",
                    "published"));
        } else if (next % 2 == 0) {
            comes(before);
        } else {
            goes(before, round - 2);
        }
        next = (next + 1) % said.size();
        round += next == 0 ? 1 : 0;
    }

    private void comes(Said before) {
        Set<Integer> members = new TreeSet<>(before.members());
        members.add(round);
        said.set(next, new Said(before.named(), members));
        publish(events.attendee("added", next, round, "confirmed", "participant"));
    }

    private void goes(Said before, int person) {
        Set<Integer> members = new TreeSet<>(before.members());
        members.remove(person);
        said.set(next, new Said(before.named(), members));
        publish(events.attendee("removed", next, person, "confirmed", "participant"));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what isn't published is waited for in vain
    private void publish(DomainEvents.Event event) {
        producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, event.key(), event.json()));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        producer.close();
    }
}
