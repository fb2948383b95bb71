package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.Reply;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.Test;

/**
 * Members of a private room talk to each other as themselves. Who was removed can neither read nor write there.
 */
@WithSynapse
class ChatSynapseIT {
    private static final String TENANT = "chat";
    private final SynapseServer synapse;

    ChatSynapseIT(SynapseServer synapse) {
        this.synapse = synapse;
    }

    @Test
    void membersTalkAndWhoWasRemovedIsShutOut() {
        DomainEvents events = new DomainEvents(TENANT, Instant::now);
        try (Harness harness = new Harness(synapse, List.of(TENANT), UnaryOperator.identity())) {
            // given
            harness.publish(
                    events.room("event.created", 1, "secret", "Secret", "private", "published"),
                    events.attendee("added", 1, 1, "confirmed", "host"),
                    events.attendee("added", 1, 2, "confirmed", "participant"));
            harness.settle();
            String room = harness.room("event-secret-" + TENANT);
            MatrixProbe probe = harness.probe();
            String host = harness.user("u1_chat");
            String guest = harness.user("u2_chat");

            // when
            probe.actAs(host).send(room, "hello").orFail();
            probe.actAs(guest).send(room, "hello back").orFail();

            // then
            assertThat(probe.as(guest).messages(room)).containsExactly("hello", "hello back");
            assertThat(probe.as(host).messages(room)).containsExactly("hello", "hello back");

            // when
            harness.publish(events.attendee("removed", 1, 2, "confirmed", "participant"));
            harness.settle();
            probe.actAs(host).send(room, "they are gone").orFail();

            // then
            Reply write = probe.actAs(guest).send(room, "am I?");
            assertThat(write.status()).isEqualTo(403);
            assertThat(probe.actAs(guest).join(room).status()).isEqualTo(403);
            assertThat(probe.as(guest).messages(room)).doesNotContain("they are gone");
        }
    }
}
