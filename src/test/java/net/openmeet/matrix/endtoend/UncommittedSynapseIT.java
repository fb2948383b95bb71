package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Facts that were acted on one by one, by an instance that is killed before it committed any of it, are folded by the next one before
 * it acts. Nobody is brought in and put out again because Kafka tells their story a second time.
 *
 * <p>A fact is acted on once it was committed, and a commit is of all that an instance did. So one instance takes the facts in, and
 * commits; another calls, and doesn't: what it did by its own account is on no disk when it dies.
 */
@WithSynapse
class UncommittedSynapseIT {
    private static final Map<String, String> NEVER =
            Map.of("commit.interval.ms", "300000", "producer.transaction.timeout.ms", "310000");

    private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}/state";

    private final Fleet fleet;
    private final Owners owners;

    UncommittedSynapseIT(SynapseServer synapse) {
        fleet = new Fleet(synapse, "forgot" + System.nanoTime() % 1_000_000);
        owners = new Owners(fleet.kafka());
    }

    @AfterEach
    void close() {
        owners.close();
        fleet.close();
    }

    @Test
    void aJoinAndAKickOfWhichNothingIsCommittedAreNotPlayedAgain() {
        // given
        Fleet.Instance diligent = fleet.start("diligent");
        Fleet.Instance forgetful = fleet.start("forgetful", NEVER, Fleet.CALLS);
        diligent.awaitReady();
        forgetful.awaitReady();
        Map<TopicPartition, String> dealt = awaitShared();
        int taking = Owners.first(partition -> reads(dealt, "diligent", Topics.DOMAIN_EVENTS, partition));
        int committing = Owners.first(partition -> reads(dealt, "forgetful", Topics.DOMAIN_EVENTS, partition));
        int event = Owners.first(id -> isFor(dealt, "forgetful", Owners.OPERATIONS, fleet.lane("event", id)));
        int guest = personOf(dealt, 1);
        int regular = personOf(dealt, guest + 1);
        TopicPartition operations = Owners.of(Owners.OPERATIONS, fleet.lane("event", event));
        fleet.publish(fleet.events().room("event.created", event, "hike", "Hike", "public", "published"), taking);
        fleet.publish(attends("added", event, regular), taking);
        fleet.eventually(() -> assertThat(memberships(regular)).containsExactly("join"));
        fleet.publish(fleet.events().event("nothing.known", "event", event, DomainEvents.object()), committing);
        fleet.eventually(() -> assertThat(owners.committed(operations)).isEqualTo(owners.end(operations)));
        long committed = owners.committed(operations);

        // when: each is sent before the next is said
        fleet.publish(attends("added", event, guest), taking);
        fleet.eventually(() -> assertThat(memberships(guest)).containsExactly("join"));
        fleet.publish(attends("removed", event, guest), taking);
        fleet.publish(attends("removed", event, regular), taking);
        fleet.eventually(() -> assertThat(memberships(guest)).containsExactly("join", "leave"));
        fleet.eventually(() -> assertThat(memberships(regular)).containsExactly("join", "leave"));
        fleet.publish(attends("added", event, regular), taking);
        fleet.eventually(() -> assertThat(memberships(regular)).containsExactly("join", "leave", "join"));
        forgetful.process().kill();
        diligent.process().kill();

        // then: all four facts will be read again
        assertThat(owners.committed(operations)).isEqualTo(committed);
        assertThat(owners.end(operations)).isGreaterThanOrEqualTo(committed + 4);

        // when
        forgetful.calls().reset();
        forgetful.restart();
        forgetful.awaitReady();
        // then: the room is looked at, at once and when nothing more can come of what was sent before
        fleet.eventually(
                () -> assertThat(forgetful.calls().calls().count("GET", ROOM)).isEqualTo(2));
        fleet.eventually(() -> assertThat(forgetful.process().metric("openmeet_matrix_lanes_unconverged"))
                .isZero());
        fleet.eventually(() -> assertThat(owners.committed(operations)).isEqualTo(owners.end(operations)));
        assertThat(forgetful.calls().calls().writes().list())
                .filteredOn(call -> call.template().contains("/rooms/"))
                .isEmpty();
        assertThat(memberships(guest)).containsExactly("join", "leave");
        assertThat(memberships(regular)).containsExactly("join", "leave", "join");
        assertThat(fleet.roomsOf("event/" + event)).hasSize(1);
    }

    private Map<TopicPartition, String> awaitShared() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(owners::now, dealt -> Set.copyOf(dealt.values()).size() == 2);
    }

    /** Somebody whose account is the diligent one's to make. */
    private int personOf(Map<TopicPartition, String> dealt, int from) {
        return Owners.first(id -> id >= from
                && isFor(dealt, "diligent", Owners.PEOPLE, fleet.lane("user", id))
                && isFor(dealt, "diligent", Owners.OPERATIONS, fleet.lane("user", id)));
    }

    private static boolean isFor(Map<TopicPartition, String> dealt, String instance, String topic, String key) {
        return instance.equals(dealt.get(Owners.of(topic, key)));
    }

    private static boolean reads(Map<TopicPartition, String> dealt, String instance, String topic, int partition) {
        return instance.equals(dealt.get(new TopicPartition(topic, partition)));
    }

    private DomainEvents.Event attends(String what, int event, int person) {
        return fleet.events().attendee(what, event, person, "confirmed", "participant");
    }

    /** What the person was in the room, one after the other. */
    private List<String> memberships(int person) {
        return fleet.history(
                fleet.probe().roomByAlias(fleet.alias("hike")).orElseThrow(() -> new AssertionError("no room yet")),
                "m.room.member",
                fleet.user(person),
                "membership");
    }
}
