package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nobody gets an account that is somebody else's: neither by a reused slug nor by a wrong handle. What is theirs by OpenMeet's
 * word is used.
 */
@WithSynapse
@ExtendWith(OneService.class)
class AccountsSynapseIT {
    private static final String CLAIM = "net.openmeet.user";
    private final Harness harness;
    private final Town town;

    AccountsSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.ACCOUNTS);
    }

    @Test
    void aNewAccountIsClaimedForItsPerson() {
        // given
        int event = town.announce("private");
        int person = town.attendee(event, "participant");

        // when
        town.awaitRoom(event, person);

        // then
        assertClaimed(town.user(person), person);
        awaitPerson(person, "\"present\"");
    }

    @Test
    void anAccountThatWasThereBeforeIsNobodysByItsNameAlone() {
        // given
        int event = town.announce("private");
        int person = harness.newId();
        String name = "u" + person + "_" + OneService.ACCOUNTS;
        town.probe().actor().register(name).orFail();
        int other = town.attendee(event, "participant");

        // when
        town.attend(event, person, "host");

        // then: refused, and nobody else is held up
        awaitProblem(person, "account identity-conflict");
        awaitPerson(person, "\"refused\"", "identity-conflict");
        String room = town.awaitRoom(event, other);
        town.awaitLevels(room, Map.of());
        assertThat(town.probe().as(town.user(person)).accountData(town.user(person), CLAIM))
                .isEmpty();

        // when: OpenMeet registers the very name for them
        town.publish(town.events().handle(person, "u" + person, name));

        // then
        town.awaitInside(room, other, person);
        town.awaitLevels(room, Map.of(person, 90));
        assertClaimed(town.user(person), person);
    }

    @Test
    void anAccountThatWasThereBeforeIsUsedWhereOpenMeetRegisteredItsHandle() {
        // given
        int person = harness.newId();
        String handle = "registered-" + person;
        String user = harness.user(handle);
        town.probe().actor().register(handle).orFail();
        int event = town.announce("private");

        // when
        town.publish(town.events().handle(person, "u" + person, handle));
        town.attend(event, person, "moderator");

        // then
        harness.eventually(() -> assertThat(town.probe().joined(town.room(event)))
                .containsExactlyInAnyOrder(harness.synapse().botId(), user));
        assertClaimed(user, person);
        awaitPerson(person, "\"present\"", user);
    }

    @Test
    void anAccountThatIsClaimedForAnotherPersonIsTaken() {
        // given
        int event = town.announce("private");
        int owner = town.attendee(event, "participant");
        String room = town.awaitRoom(event, owner);
        int person = harness.newId();
        String handle = "u" + owner + "_" + OneService.ACCOUNTS;

        // when
        town.publish(town.events().handle(person, "u" + person, handle));
        town.attend(event, person, "host");

        // then
        awaitProblem(person, "account handle-taken");
        awaitPerson(person, "\"refused\"", "handle-taken");
        assertClaimed(town.user(owner), owner);
        town.assertInside(room, owner);
        town.awaitLevels(room, Map.of());
    }

    @Test
    void theBotIsNeverAPerson() {
        // given
        int event = town.announce("private");
        int person = harness.newId();
        String bot = harness.synapse().botId();

        // when
        town.publish(town.events().handle(person, "u" + person, bot.substring(1, bot.indexOf(':'))));
        town.attend(event, person, "participant");

        // then
        awaitProblem(person, "account handle-reserved");
        String room = town.awaitRoom(event);

        // when: neither removing nor deleting them touches the bot
        town.remove(event, person);
        town.publish(town.events().personDeleted(person, "u" + person));
        int next = town.attendee(event, "participant");

        // then
        town.awaitInside(room, next);
        assertThat(town.probe().powerLevels(room)).containsEntry(bot, 100);
    }

    @Test
    void whereAccountsAreMadeElsewhereTheirPeopleAreWaitedFor() {
        // given
        Town waits = new Town(harness, OneService.WAITS);
        int event = waits.announce("private");
        int early = waits.attendee(event, "host");
        String room = waits.awaitRoom(event);
        String name = "u" + early + "_" + OneService.WAITS;

        // then
        harness.eventually(() -> assertThat(harness.readBack(Topics.ROOMS).getOrDefault(waits.lane("event", event), ""))
                .contains("\"waiting\":{\"no-account\":1}"));
        assertThat(waits.probe().displayName(waits.user(early))).isEmpty();

        // when: they log in for the first time, and OpenMeet says under which name
        waits.probe().actor().register(name).orFail();
        waits.publish(waits.events().handle(early, "u" + early, name));

        // then
        waits.awaitInside(room, early);
        waits.awaitLevels(room, Map.of(early, 90));
        assertThat(harness.problems(waits.lane("user", early))).isEmpty();
    }

    @Test
    void anAccountThatAppearsIsFoundByLookingAgain() {
        // given
        Town waits = new Town(harness, OneService.WAITS);
        int event = waits.announce("private");
        int person = harness.newId();
        String handle = "seen-" + person;
        waits.publish(waits.events().handle(person, "u" + person, handle));
        waits.attend(event, person, "participant");
        String room = waits.awaitRoom(event);

        // when
        waits.probe().actor().register(handle).orFail();

        // then
        harness.eventually(() -> assertThat(waits.probe().joined(room))
                .containsExactlyInAnyOrder(harness.synapse().botId(), harness.user(handle)));
    }

    @Test
    void aTenantsNameIsLowerCasedInUserIdsAndKeptInAliases() {
        // given
        Town loud = new Town(harness, OneService.UPPER);

        // when
        int event = loud.announce("public");
        int host = loud.attendee(event, "host");

        // then
        String room = loud.awaitRoom(event, host);
        assertThat(loud.user(host)).startsWith("@u" + host + "_loud:");
        assertThat(loud.probe().canonicalAlias(room)).contains(harness.alias("event-e" + event + "-LOUD"));
    }

    private void assertClaimed(String user, int person) {
        assertThat(town.probe().as(user).accountData(user, CLAIM).orElseThrow().toString())
                .contains(town.lane("user", person));
    }

    private void awaitProblem(int person, String problem) {
        harness.eventually(
                () -> assertThat(harness.problems(town.lane("user", person))).containsExactly(problem));
    }

    private void awaitPerson(int person, String... parts) {
        harness.eventually(() -> assertThat(harness.readBack(Topics.PEOPLE).getOrDefault(town.lane("user", person), ""))
                .contains(parts));
    }
}
