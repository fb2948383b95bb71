package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.Fault;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever becomes of an instance, nothing is lost, nothing older is applied over something newer, and there is one room. Instances
 * are real JVMs, killed and stopped as machines do it.
 */
@WithSynapse
class CrashSynapseIT {
    /** Nothing is committed for so long after a commit, so that what was called is forgotten by a kill. */
    private static final Map<String, String> SELDOM = Map.of("commit.interval.ms", "4000");

    private static final String ONE_AT_A_TIME = "calls: {in-flight: 1, timeout: 3s, create-room-timeout: 10s}\n";

    private final SynapseServer synapse;
    private Fleet fleet;

    CrashSynapseIT(SynapseServer synapse) {
        this.synapse = synapse;
        this.fleet = new Fleet(synapse, "crash" + System.nanoTime() % 1_000_000);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    private String room(String slug) {
        return fleet.probe().roomByAlias(fleet.alias(slug)).orElseThrow(() -> new AssertionError("no room " + slug));
    }

    private void assertInside(String slug, int... people) {
        List<String> inside = IntStream.of(people).mapToObj(fleet::user).toList();
        assertThat(fleet.probe().joined(room(slug)))
                .containsExactlyInAnyOrderElementsOf(
                        java.util.stream.Stream.concat(java.util.stream.Stream.of(synapse.botId()), inside.stream())
                                .toList());
    }

    @Test
    void twoInstancesShareTheWorkAndWhatOneLeavesTheOtherEnds() {
        // given
        Fleet.Instance first = fleet.start("first");
        Fleet.Instance second = fleet.start("second");
        first.awaitReady();
        second.awaitReady();
        for (int id = 1; id <= 8; id++) {
            fleet.room(id, "created", "e" + id, "v0");
            fleet.comes(id, id);
        }
        for (int id = 1; id <= 8; id++) {
            int each = id;
            fleet.eventually(() -> assertInside("e" + each, each));
        }
        assertThat(first.calls().calls().writes().total()).isPositive();
        assertThat(second.calls().calls().writes().total()).isPositive();

        // when
        for (int version = 1; version <= 5; version++) {
            for (int id = 1; id <= 8; id++) {
                fleet.room(id, "updated", "e" + id, "v" + version);
                fleet.comes(id, 10 * version + id);
            }
            if (version == 3) {
                first.process().kill();
            }
        }

        // then
        for (int id = 1; id <= 8; id++) {
            int each = id;
            fleet.eventually(() -> {
                assertInside("e" + each, each, 10 + each, 20 + each, 30 + each, 40 + each, 50 + each);
                assertThat(fleet.probe().name(room("e" + each))).contains("v5 Chat");
            });
            assertThat(fleet.history(room("e" + id), "m.room.name", "", "name"))
                    .as("names of room %d never go back", id)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(fleet.roomsOf("event/" + id)).hasSize(1);
        }
    }

    @Test
    void aRoomThatNobodyRemembersMakingIsFoundUnderTheNextSlug() {
        // given
        Fleet.Instance only = diesWithARoomMade(1);

        // when
        fleet.room(1, "slug.changed", "later1", "Hike");
        only.restart();

        // then
        fleet.eventually(() -> assertInside("later1", 1));
        assertThat(fleet.roomsOf("event/1")).hasSize(1);
        assertThat(fleet.probe().canonicalAlias(room("later1"))).contains(fleet.alias("later1"));
        assertThat(room("e1")).isEqualTo(room("later1"));
    }

    @Test
    void aRoomThatNobodyRemembersMakingIsClosedWhenItIsDeleted() {
        // given
        Fleet.Instance only = diesWithARoomMade(1);
        String orphan = room("e1");

        // when
        fleet.publish(fleet.events().roomDeleted("event", 1, "e1"));
        only.restart();

        // then
        fleet.eventually(() -> {
            assertThat(fleet.probe().roomByAlias(fleet.alias("e1"))).isEmpty();
            assertThat(fleet.probe().joined(orphan)).containsExactly(synapse.botId());
            assertThat(fleet.probe().joinRule(orphan)).contains("invite");
        });
        assertThat(fleet.roomsOf("event/1")).containsExactly(orphan);
    }

    /** The homeserver made the room, and Kafka knows nothing of it. */
    private Fleet.Instance diesWithARoomMade(int id) {
        Fleet.Instance only = fleet.start("only", SELDOM, Fleet.CALLS);
        only.awaitReady();
        fleet.room(id, "created", "e" + id, "Hike");
        fleet.comes(id, id);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> fleet.probe().roomByAlias(fleet.alias("e" + id)).isPresent());
        only.process().kill();
        return only;
    }

    @Test
    void anInstanceThatWasStoppedWritesNothingOnceItsLanesAreSomebodyElses() {
        // given
        Fleet.Instance sleeper = fleet.start("sleeper", Map.of(), ONE_AT_A_TIME);
        sleeper.awaitReady();
        for (int id = 1; id <= 4; id++) {
            fleet.room(id, "created", "e" + id, "Hike");
        }
        for (int id = 1; id <= 4; id++) {
            int each = id;
            fleet.eventually(() -> assertInside("e" + each));
        }
        CompletableFuture<Void> delivered = new CompletableFuture<>();
        sleeper.calls().spoilNext(call -> call.template().endsWith("/join"), new Fault.HoldRequest(delivered));

        // when: one join under way, the others planned
        for (int id = 1; id <= 4; id++) {
            fleet.comes(id, id);
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> sleeper.calls().held() == 1);
        sleeper.process().stop();
        Fleet.Instance heir = fleet.start("heir");
        for (int id = 1; id <= 4; id++) {
            fleet.goes(id, id);
            fleet.room(id, "updated", "e" + id, "Later");
        }
        for (int id = 1; id <= 4; id++) {
            int each = id;
            fleet.eventually(
                    () -> assertThat(fleet.probe().name(room("e" + each))).contains("Later Chat"));
        }
        Instant woken = Instant.now();
        long changes = changesOfState(sleeper);
        sleeper.process().wake();
        delivered.complete(null);

        // then: it is awake, and either sees that it stood still or learns first that its lanes are somebody else's
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> sleeper.process().log().contains("stood still") || changesOfState(sleeper) > changes);
        // the join that was under way takes effect, and the heir looks again
        for (int id = 1; id <= 4; id++) {
            int each = id;
            fleet.eventually(() -> assertInside("e" + each));
        }
        fleet.eventually(() -> assertThat(heir.process().metric("openmeet_matrix_lanes_unconverged"))
                .isZero());
        for (int id = 1; id <= 4; id++) {
            assertInside("e" + id);
        }
        assertThat(sleeper.calls().calls().writes().list().stream()
                        .filter(call -> call.begin().isAfter(woken))
                        .map(CountedCall::template)
                        .filter(template -> template.endsWith("/join")))
                .isEmpty();
    }

    private static long changesOfState(Fleet.Instance instance) {
        return instance.process()
                .log()
                .lines()
                .filter(line -> line.contains("Kafka Streams is "))
                .count();
    }
}
