package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;

/** Private events of a town as their hosts see them, whoever the bot is, and as OpenMeet reads them back. */
final class HostsView {
    private final Town town;

    HostsView(Town town) {
        this.town = town;
    }

    /** A new event. */
    int announce(int host, int... guests) {
        int event = town.announce("private");
        town.attend(event, host, "host");
        for (int guest : guests) {
            town.attend(event, guest, "participant");
        }
        return event;
    }

    /** A new event that all of them came to. */
    void meet(int host, int... guests) {
        awaitInside(announce(host, guests), host, guests);
    }

    void awaitInside(int event, int host, int... guests) {
        town.harness()
                .eventually(() -> assertThat(inside(event, host))
                        .contains(town.user(host))
                        .containsAll(Arrays.stream(guests).mapToObj(town::user).toList()));
    }

    /** The host is in and the guest isn't, who waits for a credential. */
    void awaitWaiting(int event, int host, int guest) {
        town.harness().eventually(() -> {
            assertThat(inside(event, host)).contains(town.user(host)).doesNotContain(town.user(guest));
            assertThat(waiting(event)).isEqualTo(1);
        });
    }

    /** The same, and OpenMeet reads that it is because of the guest's account. */
    void awaitClosed(int event, int host, int guest, String errcode) {
        awaitWaiting(event, host, guest);
        town.harness().eventually(() -> {
            JsonNode problem = told(event).path("lastProblem");
            assertThat(problem.path("reason").asText()).isEqualTo("account-closed");
            assertThat(problem.path("errcode").asText()).isEqualTo(errcode);
        });
    }

    void awaitNobodyWaiting(int event) {
        town.harness().eventually(() -> {
            assertThat(waiting(event)).isZero();
            assertThat(told(event).path("lastProblem").isNull()).isTrue();
        });
    }

    private Set<String> inside(int event, int host) {
        return town.probe().as(town.user(host)).joined(town.room(event));
    }

    private int waiting(int event) {
        return told(event).path("members").path("waiting").path("credential").asInt();
    }

    private JsonNode told(int event) {
        String lane = town.lane("event", event);
        try {
            return Json.mapper().readTree(town.harness().readBack(Topics.ROOMS).getOrDefault(lane, "{}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
