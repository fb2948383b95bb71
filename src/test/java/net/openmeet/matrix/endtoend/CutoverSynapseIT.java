package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * While OpenMeet's own integration still acts in the same rooms neither loops, and what it did is put right once it stopped. Taking
 * its address out of the registration stops it, putting it back begins anew; each way there is one room for each event.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutoverSynapseIT {
    private static final String ADOPTING = "adopting";
    /** Doesn't say whose rooms are taken over. */
    private static final String CAREFUL = "careful";

    private final OpenMeetListener listener = new OpenMeetListener();
    private final SynapseServer synapse;
    private final Harness harness;
    private final Town town;
    private final OpenMeetToday today;
    private boolean listening = true;

    CutoverSynapseIT(SynapseRuntime runtime) {
        synapse =
                SynapseServer.start(runtime, SynapseOptions.defaults().withAppserviceUrl(Optional.of(listener.url())));
        UserId bot = UserId.parse(synapse.botId());
        UserId tenantBot = new UserId(OpenMeetToday.TENANT_BOT, synapse.serverName());
        harness = new Harness(
                synapse,
                homeserver -> List.of(
                        RunningService.tenant(
                                ADOPTING,
                                homeserver,
                                bot,
                                synapse.asToken(),
                                policy -> Policies.adopting(Policies.impatient(policy), bot, tenantBot)),
                        RunningService.tenant(CAREFUL, homeserver, bot, synapse.asToken(), Policies::impatient)));
        town = new Town(harness, ADOPTING);
        today = new OpenMeetToday(harness, ADOPTING);
    }

    @AfterAll
    void close() {
        harness.close();
        synapse.close();
        listener.close();
    }

    /** What the registration says of OpenMeet's address, from the homeserver's next start on. */
    private void openMeetListens(boolean its) {
        if (its != listening) {
            synapse.restartWithAppserviceUrl(its ? Optional.of(listener.url()) : Optional.empty());
            listening = its;
        }
    }

    private int person(Town of, OpenMeetToday its, String tenant) {
        int person = harness.newId();
        its.account(person);
        of.publish(
                of.events().person("user.updated", person, "u" + person, "Person " + person),
                of.events().handle(person, "u" + person, "u" + person + "_" + tenant));
        return person;
    }

    private int person() {
        return person(town, today, ADOPTING);
    }

    private int events(String one, String other) {
        return town.probe().timeline(one).size() + town.probe().timeline(other).size();
    }

    private void awaitLevel(String room, int person, int level) {
        harness.eventually(() -> assertThat(town.probe().powerLevels(room)).containsEntry(town.user(person), level));
    }

    @Test
    void aRoomThatOpenMeetMakesWhenTheServiceAsksForItsAliasIsTheOneRoomWhereItsCreatorIsConfigured() {
        // given
        openMeetListens(true);
        int event = harness.newId();
        int host = person();
        String alias = today.localpart("event", "e" + event);
        listener.knows(alias, () -> today.createRoom("event", "e" + event, "Event " + event));
        Town careful = new Town(harness, CAREFUL);
        OpenMeetToday theirs = new OpenMeetToday(harness, CAREFUL);
        int other = harness.newId();
        int otherHost = person(careful, theirs, CAREFUL);
        listener.knows(
                theirs.localpart("event", "e" + other),
                () -> theirs.createRoom("event", "e" + other, "Event " + other));

        // when
        town.attend(event, host, "host");
        town.announce(event, "private");
        careful.attend(other, otherHost, "host");
        careful.announce(other, "public");

        // then
        String room = town.awaitRoom(event, host);
        awaitLevel(room, host, 90);
        harness.eventually(() -> assertThat(town.probe().joinRule(room)).contains("invite"));
        assertThat(listener.asked()).contains(alias);
        harness.eventually(
                () -> assertThat(harness.problems(careful.lane("event", other))).containsExactly("room foreign-alias"));
        assertThat(town.probe().joined(careful.room(other))).containsExactly(synapse.botId());
    }

    @Test
    void bothActInTheSameRoomWithoutEndAndOneOfThemIsRightOnceTheOtherStopped() {
        // given
        openMeetListens(true);
        int event = harness.newId();
        int host = person();
        int declines = person();
        String room = today.createRoom("event", "e" + event, "Event " + event);
        Map<String, Integer> levels = Map.of(town.user(host), 100, town.user(declines), 0);
        listener.onJoin(room, () -> today.setLevels(room, levels));
        List.of(host, declines)
                .forEach(person -> today.actAs(town.user(person)).join(room).orFail());
        awaitLevel(room, host, 100);
        town.attend(event, host, "host");
        town.attend(event, declines, "participant");
        town.announce(event, "public");
        awaitLevel(room, host, 90);

        // when: the service lets somebody in, and puts somebody out; OpenMeet writes all levels and invites again
        int joins = person();
        town.attend(event, joins, "participant");
        town.publish(town.events().attendee("cancelled", event, declines, "cancelled", "participant"));
        awaitLevel(room, host, 100);
        town.awaitInside(room, host, joins);
        today.invite(room, List.of(town.user(declines)));
        harness.settle();
        harness.calls().reset();
        harness.resync(town.lane("event", event));

        // then: the host's level as themselves, the other one's entry by the bot, and the invite withdrawn
        awaitLevel(room, host, 90);
        harness.settle();
        assertThat(town.probe().memberships(room)).containsEntry(town.user(declines), "leave");
        assertThat(harness.calls().calls().writes().total())
                .as("%s", harness.calls().calls())
                .isEqualTo(3);

        // when
        openMeetListens(false);
        int asked = listener.asked().size();
        int told = listener.joined().size();
        int later = person();
        town.attend(event, later, "participant");
        int next = harness.newId();
        town.attend(next, later, "host");
        town.announce(next, "public");

        // then
        town.awaitInside(room, host, joins, later);
        String made = town.awaitRoom(next, later);
        assertThat(town.roomsOf(town.lane("event", next))).containsExactly(made);
        awaitLevel(room, host, 90);
        assertThat(listener.asked()).hasSize(asked);
        assertThat(listener.joined()).hasSize(told);
    }

    @Test
    void openMeetsIntegrationGoesOnInRoomsOfTheServiceAndTheServiceInThoseOfOpenMeet() {
        // given: a room of the service's own making
        openMeetListens(false);
        int event = harness.newId();
        int host = person();
        town.attend(event, host, "host");
        town.announce(event, "private");
        String room = town.awaitRoom(event, host);
        awaitLevel(room, host, 90);

        // when: back to OpenMeet's
        int since = harness.newId();
        int joins = person();
        harness.whileDown(() -> {
            // The instance's disk, too: what it stored is in Kafka.
            harness.loseFolder();
            openMeetListens(true);
            assertThat(town.room(event)).isEqualTo(room);
            assertThat(today.tryCreateRoom("event", "e" + event, "Event " + event)
                            .errcode())
                    .isEqualTo("M_ROOM_IN_USE");
            today.invite(room, List.of(town.user(joins)));
            today.join(room, town.user(joins), Map.of(town.user(host), 100, town.user(joins), 50));
            today.changeSlug("event", "e" + event, "moved" + event);
            today.join(
                    today.createRoom("event", "e" + since, "Event " + since),
                    town.user(host),
                    Map.of(town.user(host), 100));
            // It hears of what happens from now on, not of what happened while it had no address.
            harness.eventually(() -> assertThat(listener.joined()).contains(room + " " + town.user(joins)));
            assertThat(listener.joined()).doesNotContain(room + " " + town.user(host));
            assertThat(town.probe().powerLevels(room))
                    .containsEntry(town.user(host), 100)
                    .containsEntry(town.user(joins), 50)
                    .containsEntry(synapse.botId(), 100);
            openMeetListens(false);
        });

        // and forward again, with what happened meanwhile
        town.publish(town.events()
                .room("event.slug.changed", event, "moved" + event, "Event " + event, "private", "published"));
        town.attend(event, joins, "moderator");
        town.attend(since, host, "host");
        town.announce(since, "public");
        harness.resync(town.lane("event", event));

        // then
        awaitLevel(room, host, 90);
        awaitLevel(room, joins, 50);
        town.assertInside(room, host, joins);
        awaitLevel(town.room(since), host, 90);
        harness.eventually(() -> assertThat(town.probe().canonicalAlias(room)).contains(town.alias("moved" + event)));
        assertThat(town.probe().alternativeAliases(room)).contains(town.alias(event));
        assertThat(harness.problems(town.lane("event", event))).isEmpty();
    }

    @Test
    void aServiceThatKnowsNothingFindsEveryRoomAndAccountAgain() {
        // given: rooms of both kinds, one renamed, with somebody who left on their own
        openMeetListens(false);
        int event = harness.newId();
        int older = harness.newId();
        int host = person();
        int derived = town.person();
        int leaver = person();
        String adopted = today.createRoom("event", "e" + older, "Event " + older);
        today.join(adopted, town.user(host), Map.of(town.user(host), 100));
        Runnable backfill = () -> {
            town.announce(event, "private");
            town.announce(older, "public");
            List.of(host, derived, leaver).forEach(person -> town.attend(event, person, "participant"));
            town.attend(older, host, "host");
        };
        backfill.run();
        String room = town.awaitRoom(event, host, derived, leaver);
        awaitLevel(adopted, host, 90);
        today.actAs(town.user(leaver)).leave(room).orFail();
        town.publish(town.events()
                .room("event.slug.changed", event, "moved" + event, "Event " + event, "private", "published"));
        harness.eventually(() -> assertThat(town.probe().canonicalAlias(room)).contains(town.alias("moved" + event)));
        harness.settle();
        int rooms = town.probe().joinedRooms().size();
        int before = events(room, adopted);

        // when
        harness.startOver();
        town.publish(
                town.events().room("event.updated", event, "moved" + event, "Event " + event, "private", "published"));
        town.announce(older, "public");
        harness.settle();

        // then
        assertThat(town.probe().joinedRooms()).hasSize(rooms);
        town.assertInside(room, host, derived);
        assertThat(town.probe().roomByAlias(town.alias("moved" + event))).contains(room);
        assertThat(town.room(older)).isEqualTo(adopted);
        assertThat(events(room, adopted)).isEqualTo(before);
        assertThat(harness.problems(town.lane("event", event))).isEmpty();
        assertThat(harness.calls().calls().writes().list())
                .as("%s", harness.calls().calls())
                .allMatch(
                        call -> call.path().endsWith("/register") || call.path().endsWith("/displayname"));
    }
}
