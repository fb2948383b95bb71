package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.deadletter.Replay;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.log.Fields;
import net.openmeet.matrix.room.Operation;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 3 of the pipeline: drives every lane of a task from its observed to its desired state, one call at a time for each lane.
 *
 * <p>Threading: everything here runs on the stream thread, in {@link #process} and in a short punctuation; HTTP runs elsewhere and
 * its answers wait in {@link Dispatch} until this thread collects them. Nothing waits in {@code process}.
 */
public final class Executor implements Processor<String, Operation, String, Effect> {
    /** With {@code poll.ms} at or below it, this is how late an answer is seen at the most when the task is idle. */
    private static final Duration TICK = Duration.ofMillis(10);
    /** The most work in one punctuation, well below the 10 s after which a transaction would be fenced. */
    private static final int LANES_A_TICK = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

    private final Function<String, Optional<Tenant>> tenants;
    private final TaskInput input;
    private final Duty duty;
    private final IntFunction<List<String>> watched;
    private final Function<ProcessorContext<?, ?>, Standings> standings;
    private final CredentialBook credentials;
    private final Observer observer;
    private final String storeName;
    private final Parts parts = new Parts();

    /** Assigned in {@link #init}, which Kafka Streams calls before anything else. */
    private static final class Parts {
        private Optional<Visits> visits = Optional.empty();
        private Optional<Observer.OfTask> task = Optional.empty();
        private Optional<Watches> watches = Optional.empty();
        private Optional<ReplayedFacts> replayed = Optional.empty();
    }

    /**
     * @param tenants by id; a lane of an unknown tenant is left alone
     * @param input tells where the task's input ended when it was assigned
     * @param duty shared by the executors of a process
     * @param watched the tenants whose homeserver the task of a partition watches
     * @param standings how tenants stand, as seen from the task with this context
     * @param credentials what is known of them
     * @param storeName the state store of strings and bytes that holds all of it, a {@link Keyspace} for each kind
     */
    public Executor(
            Function<String, Optional<Tenant>> tenants,
            TaskInput input,
            Duty duty,
            IntFunction<List<String>> watched,
            Function<ProcessorContext<?, ?>, Standings> standings,
            CredentialBook credentials,
            Observer observer,
            String storeName) {
        this.tenants = tenants;
        this.input = input;
        this.duty = duty;
        this.watched = watched;
        this.standings = standings;
        this.credentials = credentials;
        this.observer = observer;
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<String, Effect> context) {
        KeyValueStore<String, byte[]> store = context.getStateStore(storeName);
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        Observer.OfTask task = observer.forTask(context.taskId().toString());
        Agenda agenda = new Agenda(Keyspace.Kind.AGENDA.in(store));
        Latency latency = new Latency(agenda, tenants, task, () -> Instant.ofEpochMilli(context.currentSystemTimeMs()));
        LaneTable table = new LaneTable(
                Keyspace.Kind.LANES.in(store),
                new SlotStore(Keyspace.Kind.SLOTS.in(store), Keyspace.Kind.DIRTY.in(store), latency));
        ReplayNotes replays = new ReplayNotes(Keyspace.Kind.REPLAYS.in(store));
        Outbox outbox = new Outbox(table, replays, task, context);
        ReplayedFacts replayed = new ReplayedFacts(table, replays, outbox);
        CompletableFuture<Long> end = input.end(context.taskId().partition());
        Quarantine quarantine = new Quarantine(table, agenda, outbox, tenants);
        Standings standing = standings.apply(context);
        Watches watches = new Watches(
                watched.apply(context.taskId().partition()).stream()
                        .flatMap(id -> tenants.apply(id).stream())
                        .toList(),
                Keyspace.Kind.WATCHES.in(store),
                standing,
                duty,
                task,
                context);
        Visits visits = new Visits(
                table,
                new Bases(standing),
                agenda,
                latency,
                new Tellings(
                        table,
                        new Agenda(Keyspace.Kind.TELLINGS.in(store)),
                        id -> tenants.apply(id).map(Tenant::policy),
                        quarantine,
                        context),
                new CatchUp(end, () -> input.fetched(context.taskId().partition()), now),
                new Takeover(agenda, end, input.commandsEnd(context.taskId().partition()), now),
                duty,
                tenants,
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), RandomGenerator.getDefault()),
                outbox,
                replays,
                replayed,
                quarantine,
                credentials,
                Keyspace.Kind.SWEEPS.in(store),
                task,
                context);
        parts.task = Optional.of(task);
        parts.watches = Optional.of(watches);
        parts.visits = Optional.of(visits);
        parts.replayed = Optional.of(replayed);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> {
            Instant tick = Instant.ofEpochMilli(time);
            watches.tick(tick);
            visits.tick(tick, LANES_A_TICK);
        });
    }

    @Override
    public void process(Record<String, Operation> record) {
        parts.visits.orElseThrow().heard();
        Optional<LaneKey> lane = Optional.ofNullable(record.key()).flatMap(LaneKey::read);
        Optional<Operation> operation = Optional.ofNullable(record.value());
        Optional<Replay> replay = Replay.read(record.headers());
        if (lane.isPresent() && operation.isPresent()) {
            parts.visits
                    .orElseThrow()
                    .told(lane.get(), operation.get(), replay, Instant.ofEpochMilli(record.timestamp()));
        } else if (!isResync(record.key(), operation)) {
            // Anybody may write to the commands topic: what isn't a command was logged when it was read.
            LOG.warn(
                    "Left out a record for {}: no command for a room, a person or a tenant of ours",
                    Fields.quoted(record.key()));
            parts.task.orElseThrow().leftOut();
            replay.ifPresent(its -> parts.replayed.orElseThrow().unknown(its.provenance()));
        }
    }

    /** A poke keyed by a tenant alone is for all of it. */
    private boolean isResync(@Nullable String key, Optional<Operation> operation) {
        return key != null
                && operation.filter(Operation.Poke.class::isInstance).isPresent()
                && parts.watches.orElseThrow().resync(key);
    }

    @Override
    public void close() {
        parts.watches.ifPresent(Watches::close);
        parts.visits.ifPresent(Visits::close);
    }
}
