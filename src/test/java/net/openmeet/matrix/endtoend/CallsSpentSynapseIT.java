package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.CountedCalls;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A homeserver spends 25 to 33 ms on every event, so calls are counted here as money is. Each bound is a promise; the bill is
 * printed where one is exceeded.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallsSpentSynapseIT {
    private static final String TENANT = "bill";
    private static final int MEMBERS = 12;
    private static final List<String> ROLES = List.of("host", "moderator", "speaker", "participant");

    private final SynapseServer synapse;
    private final DomainEvents events = new DomainEvents(TENANT, Instant::now);
    private final AtomicInteger ids = new AtomicInteger(1000);
    private Harness harness;

    CallsSpentSynapseIT(SynapseServer synapse) {
        this.synapse = synapse;
    }

    @BeforeAll
    void start() {
        harness = new Harness(synapse, List.of(TENANT), UnaryOperator.identity());
    }

    @AfterAll
    void stop() {
        harness.close();
    }

    @Test
    void aPublicRoomWhoseMembersPrecedeItCostsOneCallAMemberAndThreeMore() {
        // given
        int event = ids.incrementAndGet();
        List<Integer> people = peopleWithAccounts();
        people.forEach(person -> attend(event, person));
        harness.settle();
        harness.calls().reset();

        // when
        announce(event, "public");
        harness.settle();

        // then
        assertThat(spent().total()).as("%s", spent()).isLessThanOrEqualTo(MEMBERS + 3);
        assertEverybodyIsIn(event);
    }

    @Test
    void aPrivateRoomWhoseMembersPrecedeItCostsTwoCallsAMemberAndThreeMore() {
        // given
        int event = ids.incrementAndGet();
        List<Integer> people = peopleWithAccounts();
        people.forEach(person -> attend(event, person));
        harness.settle();
        harness.calls().reset();

        // when
        announce(event, "private");
        harness.settle();

        // then: the invites ride on createRoom
        assertThat(spent().total()).as("%s", spent()).isLessThanOrEqualTo(MEMBERS + 3);
        assertEverybodyIsIn(event);
    }

    @Test
    void aRoomThatIsAnnouncedFirstCostsAtMostOneCallMore() {
        // given
        int event = ids.incrementAndGet();
        List<Integer> people = peopleWithAccounts();
        harness.settle();
        harness.calls().reset();

        // when
        announce(event, "public");
        people.forEach(person -> attend(event, person));
        harness.settle();

        // then
        assertThat(spent().total()).as("%s", spent()).isLessThanOrEqualTo(MEMBERS + 4);
        assertEverybodyIsIn(event);
    }

    @Test
    void aPersonWithoutAnAccountCostsAtMostFourCallsMoreOnce() {
        // given
        int event = ids.incrementAndGet();
        announce(event, "public");
        harness.settle();
        int person = ids.incrementAndGet();
        harness.calls().reset();

        // when
        harness.publish(events.person("user.created", person, "u" + person, "Person " + person));
        harness.publish(events.attendee("added", event, person, "confirmed", "participant"));
        harness.settle();

        // then
        assertThat(spent().total()).as("%s", spent()).isLessThanOrEqualTo(1 + 4);
    }

    @Test
    void oneLaterJoinInAPublicRoomIsOneCall() {
        // given
        int event = roomWith(peopleWithAccounts());
        int newcomer = peopleWithAccounts().getFirst();
        harness.calls().reset();

        // when
        harness.publish(events.attendee("added", event, newcomer, "confirmed", "participant"));
        harness.settle();

        // then
        assertThat(spent().total()).as("%s", spent()).isEqualTo(1);
    }

    @Test
    void aRoleChangeIsOneWrite() {
        // given
        List<Integer> people = peopleWithAccounts();
        int event = roomWith(people);
        harness.calls().reset();

        // when
        harness.publish(events.attendee("role.changed", event, people.getLast(), "confirmed", "moderator"));
        harness.settle();

        // then
        assertThat(spent().writes().total()).as("%s", spent()).isEqualTo(1);
        assertThat(spent().total()).as("%s", spent()).isLessThanOrEqualTo(2);
    }

    @Test
    void anEventThatChangesNothingIsNoCall() {
        // given
        List<Integer> people = peopleWithAccounts();
        int event = roomWith(people);
        harness.calls().reset();

        // when
        attend(event, people.getFirst());
        announce(event, "public");
        harness.publish(events.attendee(
                "status.changed", event, people.getFirst(), "attended", ROLES.get(people.getFirst() % 4)));
        harness.settle();

        // then
        assertThat(spent().total()).as("%s", spent()).isZero();
    }

    @Test
    void tenChangesToOneSlotWhileItsLaneIsBusyAreOneCall() {
        // given
        List<Integer> people = peopleWithAccounts();
        int event = roomWith(people);
        harness.calls().reset();

        // when: a join keeps the lane busy while its name changes ten times
        for (int change = 1; change <= 10; change++) {
            harness.publish(events.room("event.updated", event, "e" + event, "Name " + change, "public", "published"));
        }
        harness.settle();

        // then: the first may have gone out before the others came
        int names = spent().count("PUT", "/_matrix/client/v3/rooms/{roomId}/state/m.room.name");
        assertThat(names).as("%s", spent()).isBetween(1, 2);
        assertThat(harness.probe().name(harness.room("event-e" + event + "-" + TENANT)))
                .contains("Name 10 Chat");
    }

    private List<Integer> peopleWithAccounts() {
        int lobby = ids.incrementAndGet();
        announce(lobby, "public");
        List<Integer> people = IntStream.range(0, MEMBERS)
                .map(i -> ids.incrementAndGet())
                .boxed()
                .toList();
        for (int person : people) {
            harness.publish(events.person("user.created", person, "u" + person, "Person " + person));
            harness.publish(events.attendee("added", lobby, person, "confirmed", "participant"));
        }
        harness.settle();
        return people;
    }

    private int roomWith(List<Integer> people) {
        int event = ids.incrementAndGet();
        announce(event, "public");
        people.forEach(person -> attend(event, person));
        harness.settle();
        return event;
    }

    private void announce(int event, String visibility) {
        harness.publish(events.room("event.created", event, "e" + event, "Event " + event, visibility, "published"));
    }

    private void attend(int event, int person) {
        harness.publish(events.attendee("added", event, person, "confirmed", ROLES.get(person % ROLES.size())));
    }

    private void assertEverybodyIsIn(int event) {
        assertThat(harness.probe().joined(harness.room("event-e" + event + "-" + TENANT)))
                .hasSize(MEMBERS + 1);
    }

    private CountedCalls spent() {
        return harness.calls().calls();
    }
}
