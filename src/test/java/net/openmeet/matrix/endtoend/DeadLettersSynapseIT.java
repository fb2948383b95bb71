package net.openmeet.matrix.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.fixture.Fault;
import net.openmeet.matrix.fixture.WithSynapse;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever was wrong with an event or refused by a real Synapse can be replayed once it is mended, and the ledger says what became of it.
 * Nothing older comes back by a replay, and whoever waited for a refused room needs none of their own.
 */
@WithSynapse
@ExtendWith(OneService.class)
class DeadLettersSynapseIT {
    private static final String CREATE_ROOM = "/_matrix/client/v3/createRoom";
    private static final Fault REFUSED = new Fault.AnswerInstead(400, "{\"errcode\":\"M_BAD_JSON\",\"error\":\"no\"}");

    private final Harness harness;
    private final Town town;
    private final Letters letters;

    DeadLettersSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.LETTERS);
        letters = new Letters(harness);
    }

    @BeforeEach
    void forget() {
        harness.calls().reset();
    }

    private Event named(int event, String name) {
        return town.events().room("event.updated", event, "e" + event, name, "public", "published");
    }

    private static byte[] poisoned(Event event) {
        String json = event.json();
        assertThat(json).contains("\"visibility\":\"public\"");
        return json.replace("\"visibility\":\"public\"", "\"visibility\":\"secret\"")
                .getBytes(UTF_8);
    }

    /** Publishes it with a value that the contract doesn't know, and answers its letter. */
    private ConsumerRecord<String, byte[]> poison(Event event) {
        int before = letters.ofEvents(event.key()).size();
        harness.publish(event.key().getBytes(UTF_8), poisoned(event));
        harness.eventually(() -> assertThat(letters.ofEvents(event.key())).hasSize(before + 1));
        return letters.ofEvents(event.key()).getLast();
    }

    private void awaitFate(ConsumerRecord<String, byte[]> letter, String fate) {
        harness.eventually(() -> assertThat(letters.fate(letter)).isEqualTo(fate));
    }

    @Test
    void aCorrectedEventThatANewerOneOvertookChangesNothing() {
        // given
        int event = harness.newId();
        Event first = named(event, "Poison");
        ConsumerRecord<String, byte[]> letter = poison(first);
        int member = town.attendee(event, "participant");
        harness.publish(named(event, "Newer"));
        String room = town.awaitRoom(event, member);
        harness.eventually(() -> assertThat(town.probe().name(room)).contains("Newer Chat"));
        harness.settle();
        int events = town.probe().timeline(room).size();
        harness.calls().reset();

        // when
        letters.replay(letter, first.json());

        // then
        harness.eventually(() -> assertThat(letters.fate(letter))
                .startsWith("superseded openmeet.domain-events/" + letter.partition() + "/"));
        harness.settle();
        assertThat(harness.calls().calls().writes().list()).isEmpty();
        assertThat(town.probe().name(room)).contains("Newer Chat");
        assertThat(town.probe().timeline(room)).hasSize(events);
    }

    @Test
    void aCorrectedEventWithNothingNewerIsApplied() {
        // given
        int event = town.announce("public");
        int member = town.attendee(event, "participant");
        String room = town.awaitRoom(event, member);
        Event update = named(event, "Corrected");
        ConsumerRecord<String, byte[]> letter = poison(update);
        assertThat(Letters.headers(letter))
                .containsEntry(LetterHeaders.REASON, "unknown-value")
                .containsEntry(LetterHeaders.FIELD, "data.event.visibility")
                .containsEntry(LetterHeaders.PARTITION, Integer.toString(letter.partition()));

        // when
        letters.replay(letter, update.json());

        // then
        awaitFate(letter, "taken");
        harness.eventually(() -> assertThat(town.probe().name(room)).contains("Corrected Chat"));
        town.assertInside(room, member);
    }

    @Test
    void whatIsReplayedUncorrectedIsOneMoreLetterWhoseHeadersDidNotGrow() {
        // given
        Event update = named(harness.newId(), "Poison");
        ConsumerRecord<String, byte[]> letter = poison(update);
        Set<String> names = new TreeSet<>(Letters.headers(letter).keySet());
        names.addAll(Set.of(
                "openmeet.replay.letter",
                "openmeet.replay.by",
                "openmeet.replay.at",
                "openmeet.replay.pass",
                "openmeet.replay.origin.topic",
                "openmeet.replay.origin.partition",
                "openmeet.replay.origin.offset"));

        for (int pass = 1; pass <= 3; pass++) {
            // when
            ConsumerRecord<String, byte[]> last = letters.ofEvents(update.key()).getLast();
            letters.replay(last);

            // then
            awaitFate(last, "rejected unknown-value");
            List<ConsumerRecord<String, byte[]>> all = letters.ofEvents(update.key());
            assertThat(all).hasSize(1 + pass);
            Map<String, String> headers = Letters.headers(all.getLast());
            assertThat(headers.keySet()).isEqualTo(names);
            assertThat(all.getLast().headers().toArray()).hasSize(names.size());
            assertThat(headers)
                    .containsEntry(Provenance.PASS, Integer.toString(pass))
                    .containsEntry(Provenance.LETTER, Letters.id(last).toString());
            assertThat(all.getLast().value()).isEqualTo(letter.value());
        }
    }

    @Test
    void anAliasThatSomebodyElseHasIsRefusedUntilTheyGiveItUp() {
        // given
        int event = harness.newId();
        String stranger = town.stranger();
        town.probe()
                .actAs(stranger)
                .createRoom(Map.of("room_alias_name", "event-e" + event + "-" + OneService.LETTERS))
                .orFail();
        String lane = town.lane("event", event);
        int member = town.attendee(event, "participant");
        town.announce(event, "public");
        harness.eventually(() -> assertThat(harness.problems(lane)).containsExactly("room foreign-alias"));

        // when
        ConsumerRecord<String, byte[]> first = letters.ofOperations(lane).getFirst();
        letters.replay(first);

        // then
        awaitFate(first, "rejected foreign-alias");
        assertThat(harness.problems(lane)).containsExactly("room foreign-alias", "room foreign-alias");
        ConsumerRecord<String, byte[]> second = letters.ofOperations(lane).getLast();
        assertThat(Letters.headers(second))
                .containsEntry(LetterHeaders.REASON, "foreign-alias")
                .containsEntry(LetterHeaders.LANE, lane)
                .containsEntry(LetterHeaders.SLOT, "room")
                .containsEntry(Provenance.PASS, "1");

        // when
        town.probe().actAs(stranger).deleteAlias(town.alias(event)).orFail();
        letters.replay(second);

        // then
        awaitFate(second, "applied");
        town.awaitRoom(event, member);
        assertThat(harness.problems(lane)).hasSize(2);
    }

    @Test
    void whoWaitsForARefusedRoomComesInByItselfAfterANewerFact() {
        // given
        int event = harness.newId();
        int[] members = aRefusedRoom(event);

        // when
        harness.publish(named(event, "Newer"));

        // then
        town.awaitRoom(event, members);
        assertThat(harness.problems(town.lane("event", event))).containsExactly("room refused");
        members(members).forEach(person -> assertThat(harness.problems(person)).isEmpty());
    }

    @Test
    void whoWaitsForARefusedRoomComesInByItselfAfterAReplayOfTheRoomsLetter() {
        // given
        int event = harness.newId();
        int[] members = aRefusedRoom(event);
        ConsumerRecord<String, byte[]> letter =
                letters.ofOperations(town.lane("event", event)).getFirst();

        // when
        letters.replay(letter);

        // then
        awaitFate(letter, "applied");
        town.awaitRoom(event, members);
        assertThat(harness.problems(town.lane("event", event))).containsExactly("room refused");
    }

    /** One with three members, whose createRoom was refused for good. */
    private int[] aRefusedRoom(int event) {
        harness.calls().spoilNext(DeadLettersSynapseIT::isCreateRoom, REFUSED);
        int[] members = {
            town.attendee(event, "host"), town.attendee(event, "participant"), town.attendee(event, "participant")
        };
        town.announce(event, "public");
        harness.eventually(
                () -> assertThat(harness.problems(town.lane("event", event))).containsExactly("room refused"));
        harness.settle();
        assertThat(town.roomsOf(town.lane("event", event))).isEmpty();
        return members;
    }

    private static boolean isCreateRoom(CountedCall call) {
        return call.method().equals("POST") && call.template().equals(CREATE_ROOM);
    }

    private List<String> members(int... people) {
        return Arrays.stream(people)
                .mapToObj(person -> town.lane("user", person))
                .toList();
    }
}
