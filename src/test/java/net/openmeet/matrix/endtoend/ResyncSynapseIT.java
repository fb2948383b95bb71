package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.openmeet.matrix.fixture.CountedCall;
import net.openmeet.matrix.fixture.MatrixActor;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A dry run of a resync says what differs and writes nothing; executed, it makes the calls that were announced. Who left or was banned
 * by mistake comes back when an operator asks for it, and not before; who is still banned stays out and is shown so.
 */
@WithSynapse
@ExtendWith(OneService.class)
class ResyncSynapseIT {
    private final Harness harness;
    private final Town town;
    private final Console console;

    ResyncSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.RESYNC);
        console = new Console(
                harness,
                Map.of(
                        "OPENMEET_API_URL",
                        harness.page("").toString(),
                        "OPENMEET_API_TOKEN",
                        RunningService.API_TOKEN));
    }

    private String resync(int event, String... options) {
        String lane = town.lane("event", event);
        return console.type(Stream.concat(List.of("rooms", "resync", lane).stream(), List.of(options).stream())
                .toArray(String[]::new));
    }

    private String show(int event) {
        return console.type("rooms", "show", town.lane("event", event), "--waiting");
    }

    private MatrixActor as(int person) {
        return town.probe().actAs(town.user(person));
    }

    private List<CountedCall> writes() {
        return harness.calls().calls().list().stream()
                .filter(CountedCall::isWrite)
                .toList();
    }

    @Test
    void aDryRunWritesNothingAndWhatItAnnouncesIsDone() {
        // given
        int event = town.announce("public");
        int host = town.attendee(event, "host");
        int guest = town.attendee(event, "participant");
        String room = town.awaitRoom(event, host, guest);
        town.awaitLevels(room, Map.of(host, 90));
        harness.settle();
        MatrixActor bot = town.probe().actor();
        bot.putState(room, "m.room.name", "", Map.of("name", "Party")).orFail();
        bot.putState(room, "m.room.join_rules", "", Map.of("join_rule", "invite"))
                .orFail();
        bot.setPowerLevel(room, town.user(host), 10).orFail();
        bot.list(room, false).orFail();
        town.probe().actor().deleteAlias(town.alias(event)).orFail();
        harness.calls().reset();

        // when
        String announced = resync(event);

        // then
        assertThat(writes()).isEmpty();
        assertThat(announced)
                .startsWith(town.lane("event", event) + ": 5 calls\n")
                .contains("  set name \"Party\" → \"Event " + event + " Chat\"\n")
                .contains("  set join rule invite → public\n")
                .contains("  level of " + town.user(host) + " 10 → 90\n")
                .contains("  list it in the room directory\n")
                .contains("  add alias " + town.alias(event) + "\n")
                .endsWith("Nothing was changed: --execute does.\n");
        assertThat(town.probe().name(room)).contains("Party");

        // when
        assertThat(resync(event, "--execute")).isEqualTo("Asked for a resync of " + town.lane("event", event) + ".\n");
        harness.eventually(() -> assertThat(town.probe().name(room)).contains("Event " + event + " Chat"));
        harness.settle();

        // then
        assertThat(writes()).hasSize(5);
        assertThat(resync(event)).startsWith(town.lane("event", event) + ": nothing differs\n");
        assertThat(console.type("rooms", "resync", "--tenant", OneService.RESYNC, "--rate", "100"))
                .contains("0 of ");
    }

    @Test
    void whoLeftComesBackOnlyWhenAskedFor() {
        // given
        int event = town.announce("public");
        int stays = town.attendee(event, "participant");
        int leaver = town.attendee(event, "participant");
        String room = town.awaitRoom(event, stays, leaver);
        harness.settle();
        as(leaver).leave(room).orFail();

        // when
        resync(event, "--execute");
        harness.eventually(() -> assertThat(show(event)).contains("left (others' turn)"));
        harness.settle();

        // then
        town.assertInside(room, stays);
        assertThat(resync(event)).contains("nothing differs; ").contains("members waiting: 1 left");
        assertThat(resync(event, "--rejoin")).contains("  join " + town.user(leaver) + "\n");
        town.assertInside(room, stays);

        // when
        resync(event, "--rejoin", "--execute");

        // then
        town.awaitInside(room, stays, leaver);
        harness.eventually(() -> assertThat(show(event)).doesNotContain("others' turn"));
    }

    @Test
    void aMistakenBanIsUndoneByTheModeratorAndOneThatStandsIsShown() {
        // given
        int event = town.announce("public");
        int moderator = town.attendee(event, "moderator");
        int mistaken = town.attendee(event, "participant");
        int banned = town.attendee(event, "participant");
        String room = town.awaitRoom(event, moderator, mistaken, banned);
        town.awaitLevels(room, Map.of(moderator, 50));
        harness.settle();
        as(moderator).ban(room, town.user(mistaken)).orFail();
        as(moderator).ban(room, town.user(banned)).orFail();
        resync(event, "--execute");
        harness.eventually(() -> assertThat(show(event)).contains("2 banned"));
        as(moderator).unban(room, town.user(mistaken)).orFail();

        // when
        resync(event, "--rejoin", "--execute");

        // then
        town.awaitInside(room, moderator, mistaken);
        harness.settle();
        assertThat(town.probe().memberships(room)).containsEntry(town.user(banned), "ban");
        assertThat(show(event)).contains("1 banned", town.user(banned)).doesNotContain(town.user(mistaken));
        assertThat(harness.problems(town.lane("event", event))).isEmpty();
    }
}
