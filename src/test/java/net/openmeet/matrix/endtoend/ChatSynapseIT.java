package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.Reply;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Members of a private room talk to each other as themselves. Who was removed can neither read nor write there.
 */
@WithSynapse
@ExtendWith(OneService.class)
class ChatSynapseIT {
    private final Town town;

    ChatSynapseIT(Harness harness) {
        town = new Town(harness, OneService.CHAT);
    }

    @Test
    void membersTalkAndWhoWasRemovedIsShutOut() {
        // given
        int event = town.announce("private");
        int first = town.attendee(event, "host");
        int second = town.attendee(event, "participant");
        String room = town.awaitRoom(event, first, second);
        MatrixProbe probe = town.probe();
        String host = town.user(first);
        String guest = town.user(second);

        // when
        probe.actAs(host).send(room, "hello").orFail();
        probe.actAs(guest).send(room, "hello back").orFail();

        // then
        assertThat(probe.as(guest).messages(room)).containsExactly("hello", "hello back");
        assertThat(probe.as(host).messages(room)).containsExactly("hello", "hello back");

        // when
        town.remove(event, second);
        town.awaitInside(room, first);
        probe.actAs(host).send(room, "they are gone").orFail();

        // then
        Reply write = probe.actAs(guest).send(room, "am I?");
        assertThat(write.status()).isEqualTo(403);
        assertThat(probe.actAs(guest).join(room).status()).isEqualTo(403);
        assertThat(probe.as(guest).messages(room)).doesNotContain("they are gone");
    }
}
