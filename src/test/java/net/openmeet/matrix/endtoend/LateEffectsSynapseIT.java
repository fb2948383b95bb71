package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.Fault;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request that reaches the homeserver after its caller gave up takes effect all the same. What OpenMeet said last holds in the end,
 * in one room, and the lane is read once for it.
 */
@WithSynapse
@ExtendWith(OneService.class)
class LateEffectsSynapseIT {
    private static final String CLIENT = "/_matrix/client/v3/";

    private final Harness harness;
    private final Town town;
    private final CompletableFuture<Void> delivered = new CompletableFuture<>();
    private final double before;

    LateEffectsSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.LATE);
        before = givenUp();
    }

    @AfterEach
    void letGo() {
        delivered.complete(null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void joinKickLevelsAndAliasThatComeLate(boolean takenBack) {
        // given: a room for each, since a lane has one call under way
        int joining = town.announce("public");
        int kicking = town.announce("public");
        int kicked = town.attendee(kicking, "participant");
        int raising = town.announce("public");
        int raised = town.attendee(raising, "participant");
        int moving = town.announce("public");
        int joined = town.person();
        String joinRoom = town.awaitRoom(joining);
        String kickRoom = town.awaitRoom(kicking, kicked);
        String levelsRoom = town.awaitRoom(raising, raised);
        String aliasRoom = town.awaitRoom(moving);
        harness.settle();
        hold("POST", CLIENT + "rooms/{roomId}/join", joinRoom);
        hold("POST", CLIENT + "rooms/{roomId}/kick", kickRoom);
        hold("PUT", CLIENT + "rooms/{roomId}/state/m.room.power_levels", levelsRoom);
        hold("PUT", CLIENT + "directory/room/{alias}", "#event-next" + moving);
        harness.calls().reset();

        // when
        town.attend(joining, joined, "participant");
        town.remove(kicking, kicked);
        town.changeRole(raising, raised, "host");
        town.publish(slug(moving, "next" + moving));
        awaitGivenUp(4);
        if (takenBack) {
            town.remove(joining, joined);
            town.attend(kicking, kicked, "participant");
            town.changeRole(raising, raised, "participant");
            town.publish(slug(moving, "e" + moving));
        }
        delivered.complete(null);
        harness.settle();

        // then
        town.assertInside(joinRoom, takenBack ? new int[0] : new int[] {joined});
        town.assertInside(kickRoom, takenBack ? new int[] {kicked} : new int[0]);
        town.awaitLevels(levelsRoom, takenBack ? Map.of() : Map.of(raised, 90));
        String alias = town.alias((takenBack ? "e" : "next") + moving);
        assertThat(town.probe().canonicalAlias(aliasRoom)).contains(alias);
        assertThat(town.probe().roomByAlias(alias)).contains(aliasRoom);
        assertThat(town.probe().localAliases(aliasRoom))
                .isSubsetOf(Set.of(town.alias(moving), town.alias("next" + moving)));
        Map.of(joining, joinRoom, kicking, kickRoom, raising, levelsRoom, moving, aliasRoom)
                .forEach(this::assertOneRoomReadOnce);
    }

    @Test
    void aCreateRoomThatComesLate() {
        // given
        hold("POST", CLIENT + "createRoom", "");
        harness.calls().reset();

        // when
        int event = town.announce("public");
        int host = town.attendee(event, "host");
        awaitGivenUp(1);
        delivered.complete(null);
        harness.settle();

        // then
        String room = town.room(event);
        town.assertInside(room, host);
        town.awaitLevels(room, Map.of(host, 90));
        assertThat(town.probe().canonicalAlias(room)).contains(town.alias(event));
        assertOneRoomReadOnce(event, room);
    }

    private DomainEvents.Event slug(int event, String slug) {
        return town.events().room("event.slug.changed", event, slug, "Event " + event, "public", "published");
    }

    /** The next such call waits in front of the homeserver. */
    private void hold(String method, String template, String about) {
        Predicate<CountedCall> which = call -> call.method().equals(method)
                && call.template().replaceFirst("/$", "").equals(template)
                && decoded(call).contains(about);
        harness.calls().spoilNext(which, new Fault.HoldRequest(delivered));
    }

    private static String decoded(CountedCall call) {
        return URLDecoder.decode(call.path().replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private double givenUp() {
        return harness.count("openmeet.matrix.operations", "outcome", "uncertain");
    }

    /** So many calls were held back until nobody waits for them any more. */
    private void awaitGivenUp(int calls) {
        harness.eventually(() -> {
            assertThat(harness.calls().held())
                    .as("held, beside %s", harness.calls().calls())
                    .isEqualTo(calls);
            assertThat(givenUp() - before).as("given up").isEqualTo(calls);
        });
    }

    private void assertOneRoomReadOnce(int event, String room) {
        assertThat(town.roomsOf(town.lane("event", event))).containsExactly(room);
        assertThat(harness.calls().calls().list())
                .filteredOn(call -> call.method().equals("GET") && decoded(call).endsWith(room + "/state"))
                .as("readings of event %d", event)
                .hasSizeLessThanOrEqualTo(1);
    }
}
