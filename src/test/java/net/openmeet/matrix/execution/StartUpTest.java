package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.PlainMatrix;
import net.openmeet.matrix.fixture.ScriptedHomeserver;
import net.openmeet.matrix.fixture.TokensOf;
import net.openmeet.matrix.fixture.WatchedStore;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.observability.Meters;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.topology.JsonSerde;
import net.openmeet.matrix.topology.Stores;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a task reads of its store from its start to its first call depends on what is left to do, not on how many lanes there are: no slot,
 * and no index of slots, of a lane that isn't on the agenda, and no such lane either but for one step of the sweep.
 */
class StartUpTest {
    private static final String TENANT = "Ta";
    private static final UserId BOT = UserId.parse("@bot_ta:hs.test");
    private static final int ROOMS = 100;
    private static final int MEMBERS = 4;
    private static final List<Integer> UNFINISHED = List.of(7, 42, 99);
    private static final Duration RESYNC = Duration.ofDays(1);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Instant LATER = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path before;

    @TempDir
    private Path after;

    @Test
    void nothingOfLanesThatAreDoneIsReadBeforeTheFirstCall() {
        // given
        Map<String, byte[]> stored = threeOfManyUnfinished();
        assertThat(keys(stored.keySet(), Keyspace.Kind.SLOTS)).hasSize(ROOMS * MEMBERS + UNFINISHED.size());
        assertThat(lanes(stored.keySet(), Keyspace.Kind.AGENDA)).isEqualTo(unfinished());
        // when
        WatchedStore store = new WatchedStore(Stores.LANES);
        ScriptedHomeserver homeserver = new ScriptedHomeserver(new PlainMatrix(BOT));
        startAndAwaitCall(store, stored, homeserver);
        // then
        assertThat(homeserver.calls()).isNotEmpty();
        assertThat(lanes(store.read(), Keyspace.Kind.SLOTS)).isSubsetOf(unfinished());
        assertThat(lanes(store.read(), Keyspace.Kind.DIRTY)).isSubsetOf(unfinished());
        assertThat(lanes(store.read(), Keyspace.Kind.LANES)).containsAnyElementsOf(unfinished());
        Set<String> others = new TreeSet<>(lanes(store.read(), Keyspace.Kind.LANES));
        others.removeAll(unfinished());
        assertThat(others).hasSizeLessThanOrEqualTo(1);
    }

    /** What the executor has stored of rooms that are done, and of some whose calls have no answer. */
    private Map<String, byte[]> threeOfManyUnfinished() {
        try (PipelineDriver pipeline = PipelineDriver.of(before, TENANT)) {
            pipeline.reread(TENANT, RESYNC);
            DomainEvents openmeet = new DomainEvents(TENANT, pipeline::now);
            for (int room = 0; room < ROOMS; room++) {
                pipeline.say(openmeet.room("event.created", room, "e" + room, "Event", "public", "published"));
                for (int person = 0; person < MEMBERS; person++) {
                    comes(pipeline, openmeet, room, person);
                }
            }
            pipeline.pass(Duration.ofSeconds(30));
            pipeline.homeserver(TENANT).holds();
            for (int room : UNFINISHED) {
                comes(pipeline, openmeet, room, MEMBERS);
            }
            pipeline.pass(Duration.ofSeconds(2));
            Map<String, byte[]> stored = new TreeMap<>();
            try (KeyValueIterator<String, byte[]> all =
                    pipeline.<byte[]>store(Stores.LANES).all()) {
                all.forEachRemaining(entry -> stored.put(entry.key, entry.value));
            }
            return stored;
        }
    }

    /** Of some people who all have accounts. */
    private static void comes(PipelineDriver pipeline, DomainEvents openmeet, int room, int seat) {
        pipeline.say(openmeet.attendee("added", room, (room + seat) % (2 * MEMBERS), "confirmed", "participant"));
    }

    private void startAndAwaitCall(WatchedStore watched, Map<String, byte[]> stored, ScriptedHomeserver homeserver) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "start-up");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, after.toString());
        Topology executor = new Topology()
                .addSource(
                        "operations",
                        new StringDeserializer(),
                        JsonSerde.of(Operation.class).deserializer(),
                        "operations")
                .addProcessor("executor", () -> executor(homeserver), "operations")
                .addStateStore(watched.builder(), "executor");
        try (TopologyTestDriver driver = new TopologyTestDriver(executor, settings, LATER)) {
            KeyValueStore<String, byte[]> store = driver.getKeyValueStore(Stores.LANES);
            stored.forEach(store::put);
            watched.forgetReads();
            for (int tick = 0; tick < 1_000 && homeserver.calls().isEmpty(); tick++) {
                driver.advanceWallClockTime(TICK);
            }
        }
    }

    private static Executor executor(ScriptedHomeserver homeserver) {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));
        Tenant tenant = new Tenant(
                TENANT,
                Policy.defaults(TENANT, BOT),
                homeserver,
                new CallGate("scripted", 8, backoff, () -> LATER),
                new Suspension(TENANT, backoff),
                new Misconfiguration(TENANT, backoff),
                Duration.ofHours(1),
                RESYNC,
                TokensOf.appservice(TENANT, BOT.server(), new CredentialBook()));
        return new Executor(
                id -> Optional.of(tenant),
                partition -> CompletableFuture.completedFuture(0L),
                new Duty(Lease.Terms.of(Duration.ofSeconds(30), Duration.ofSeconds(3)), () -> 0),
                partition -> List.of(),
                context -> id -> Standing.first(),
                new CredentialBook(),
                new Meters(new SimpleMeterRegistry()),
                Stores.LANES);
    }

    private static Set<String> unfinished() {
        return UNFINISHED.stream()
                .map(room -> TENANT + "/event/" + room)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The keys of one kind, without its prefix. */
    private static List<String> keys(Iterable<String> keys, Keyspace.Kind kind) {
        String prefix = kind.word() + ":";
        List<String> found = new ArrayList<>();
        keys.forEach(key -> {
            if (key.startsWith(prefix)) {
                found.add(key.substring(prefix.length()));
            }
        });
        return found;
    }

    /** The lanes that keys of one kind are of. */
    private static Set<String> lanes(Iterable<String> keys, Keyspace.Kind kind) {
        return keys(keys, kind).stream()
                .map(key -> key.contains("#") ? key.substring(0, key.indexOf('#')) : key)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
