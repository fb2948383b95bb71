package net.openmeet.matrix.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.openmeet.matrix.cli.CommandTree;
import net.openmeet.matrix.cli.ExitCodes;
import net.openmeet.matrix.fixture.DomainEvents.Event;
import net.openmeet.matrix.fixture.Fault;
import net.openmeet.matrix.fixture.WithSynapse;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operators type is what the running service answers: {@code dead-letters replay --wait} tells what became of each letter on a real
 * Synapse, and ends with the code for it.
 */
@WithSynapse
@ExtendWith(OneService.class)
class ReplayCommandSynapseIT {
    private static final Fault REFUSED = new Fault.AnswerInstead(400, "{\"errcode\":\"M_BAD_JSON\",\"error\":\"no\"}");

    private final Harness harness;
    private final Town town;
    private final Letters letters;

    ReplayCommandSynapseIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.LETTERS);
        letters = new Letters(harness);
    }

    @BeforeEach
    void forget() {
        harness.calls().reset();
    }

    /** What a command printed and ended with. */
    private record Typed(int code, String out) {}

    private Typed command(String... args) {
        var out = new StringWriter();
        Map<String, String> environment =
                Map.of("KAFKA_BOOTSTRAP_SERVERS", harness.kafka().bootstrapServers());
        int code = CommandTree.with(environment, config -> {
                    throw new AssertionError("Expected no start");
                })
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(args);
        return new Typed(code, out.toString());
    }

    private ConsumerRecord<String, byte[]> poison(Event event) {
        String json = event.json();
        assertThat(json).contains("\"visibility\":\"public\"");
        harness.publish(
                event.key().getBytes(UTF_8),
                json.replace("\"visibility\":\"public\"", "\"visibility\":\"secret\"")
                        .getBytes(UTF_8));
        harness.eventually(() -> assertThat(letters.ofEvents(event.key())).hasSize(1));
        return letters.ofEvents(event.key()).getFirst();
    }

    @Test
    void aCorrectedEventThatANewerOneOvertookIsToldAsSuperseded(@TempDir Path folder) throws IOException {
        // given
        int event = harness.newId();
        Event first = town.events().room("event.updated", event, "e" + event, "Poison", "public", "published");
        String id = Letters.id(poison(first)).toString();
        int member = town.attendee(event, "participant");
        harness.publish(town.events().room("event.updated", event, "e" + event, "Newer", "public", "published"));
        String room = town.awaitRoom(event, member);
        harness.eventually(() -> assertThat(town.probe().name(room)).contains("Newer Chat"));
        Path corrected = folder.resolve("event.json");
        Files.writeString(corrected, first.json());
        // when
        Typed again = command("dead-letters", "replay", "--id", id, "--execute", "--wait");
        String newId = Letters.id(letters.ofEvents(first.key()).getLast()).toString();
        Typed mended =
                command("dead-letters", "replay", "--id", newId, "--with", corrected.toString(), "--execute", "--wait");
        // then
        assertThat(again.out()).contains(id + " rejected: unknown-value, new letter " + newId + "\n");
        assertThat(again.code()).isEqualTo(ExitCodes.UNREPAIRED);
        assertThat(mended.out()).startsWith("replayed 1\n" + newId + " superseded: openmeet.domain-events/");
        assertThat(mended.code()).isEqualTo(ExitCodes.OK);
        harness.settle();
        assertThat(town.probe().name(room)).contains("Newer Chat");
        assertThat(command("dead-letters", "list", "--lane", first.key()).out()).startsWith("0 open\n");
    }

    @Test
    void aRefusedRoomThatIsReplayedIsToldAsApplied() {
        // given
        int event = harness.newId();
        harness.calls().spoilNext(call -> call.template().equals("/_matrix/client/v3/createRoom"), REFUSED);
        int member = town.attendee(event, "participant");
        town.announce(event, "public");
        String lane = town.lane("event", event);
        harness.eventually(() -> assertThat(harness.problems(lane)).containsExactly("room refused"));
        String id = Letters.id(letters.ofOperations(lane).getFirst()).toString();
        // when
        String shown = command("dead-letters", "show", id).out();
        Typed typed = command("dead-letters", "replay", "--lane", lane, "--execute", "--wait");
        // then
        assertThat(shown).contains("refused (M_BAD_JSON): no\n", "waiting; 0 of 1 members in", "rooms show " + lane);
        assertThat(typed.out()).isEqualTo("replayed 1\n" + id + " applied\napplied 1\n");
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        town.awaitRoom(event, member);
    }
}
