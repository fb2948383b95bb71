package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.fixture.DeadLetters;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/**
 * Operators read which letters were committed and which of them nobody dealt with, whatever else lies on the topics. Names and texts are
 * printed by {@code show} alone, and nothing is printed that a terminal would obey. It takes the broker's address and nothing else.
 */
@Tag("slow")
class DeadLettersReadTest {
    private static final String EVENT = "openmeet/event/42";
    private static final String GROUP = "north/group/7";
    private static final String VALUE = """
            {"specversion":"1.0","type":"net.openmeet.event.updated","id":"e-1","subject":"openmeet/event/42",
             "data":{"event":{"name":"Ana\u2019s \u202eparty","visibility":"hidden"}}}""";

    private static LettersCluster cluster;
    private static Coordinates event;
    private static Coordinates answered;
    private static Coordinates member;
    private static Coordinates older;
    private static Coordinates garbled;

    @BeforeAll
    static void writeSome() {
        cluster = new LettersCluster();
        event = cluster.write(DeadLetters.event(EVENT, 5, Rejection.Reason.UNKNOWN_VALUE, VALUE));
        answered = cluster.write(DeadLetters.event(GROUP, 6, Rejection.Reason.BAD_JSON, "{"));
        older = cluster.write(DeadLetters.operation(GROUP, "member:9", Optional.empty(), 5, DeadLetters.AT));
        member = cluster.write(
                DeadLetters.operation(GROUP, "member:9", Optional.empty(), 5, DeadLetters.AT.plusSeconds(60)));
        garbled = cluster.write(
                new ProducerRecord<>(Topics.OPERATIONS_DEAD_LETTER, 3, bytes("\u001b[2J"), new byte[] {1, 2, 3}));
        cluster.unsay(DeadLetters.event(EVENT, 9, Rejection.Reason.NULL_VALUE, "{}"));
        var provenance = new Provenance(answered, "eve", DeadLetters.AT.plusSeconds(90), 1);
        cluster.tell(
                answered,
                Disposition.replayed(provenance)
                        .with(new Fate(Fate.Word.TAKEN, Optional.empty(), DeadLetters.AT.plusSeconds(91))));
        cluster.tell(older, Disposition.replayed(new Provenance(older, "eve", DeadLetters.AT.plusSeconds(30), 1)));
        cluster.write(new ProducerRecord<>(Topics.DEAD_LETTERS, bytes(event.toString()), bytes("{\"v\":2}")));
        cluster.write(new ProducerRecord<>(
                Topics.ROOMS,
                bytes(GROUP),
                bytes("{\"state\":\"open\",\"members\":{\"desired\":3,\"joined\":2,\"waiting\":{\"no-handle\":1}}}")));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void openLettersAreListedAndCounted() {
        // when
        Typed typed = cluster.command("dead-letters", "list");
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsSubsequence(
                        "3 open",
                        "1 replayed, of which nothing was heard: --all shows them, replay --unanswered sends them again",
                        " by topic openmeet.matrix.operations.dead-letter 2, openmeet.domain-events.dead-letter 1",
                        " by reason refused 1, unknown-value 1, unreadable-letter 1",
                        " by tenant north 1, openmeet 1, unknown 1",
                        " by age under 1 h: 1, 1 h to 1 d: 2",
                        "ID STATE AT REASON ERRCODE ABOUT",
                        member + " open " + later(60) + " refused M_FORBIDDEN north/group/7 member:9",
                        event + " open " + DeadLetters.AT
                                + " unknown-value - openmeet/event/42 net.openmeet.event.updated");
        assertThat(typed.out()).doesNotContain("Ana", answered.toString());
        assertThat(typed.err())
                .isEqualTo("warning: 1 records of the ledger can't be read; their letters count as open\n");
    }

    @Test
    void allLettersAreListedWithWhatWasDone() throws IOException {
        // when
        Typed typed = cluster.command("dead-letters", "list", "--all", "--json");
        // then
        assertThat(typed.out().lines()).hasSize(5);
        List<String> states = typed.out()
                .lines()
                .map(line -> json(line).at("/id").asText() + " "
                        + json(line).at("/state").asText())
                .toList();
        assertThat(states)
                .containsExactlyInAnyOrder(
                        event + " open",
                        garbled + " open",
                        member + " open",
                        older + " unanswered",
                        answered + " replayed");
        JsonNode line = json(typed.out()
                .lines()
                .filter(text -> text.contains(answered.toString()))
                .findFirst()
                .orElseThrow());
        assertThat(line.at("/done/fate/word").asText()).isEqualTo("taken");
        assertThat(line.at("/done/by").asText()).isEqualTo("eve");
        assertThat(line.at("/pass").asInt()).isEqualTo(2);
        assertThat(typed.out()).doesNotContain("Ana");
    }

    @Test
    void filtersAndALimitNarrowTheList() {
        assertThat(listed("--tenant", "openmeet")).containsExactly(event.toString());
        assertThat(listed("--topic", "operations", "--reason", "refused")).containsExactly(member.toString());
        assertThat(listed("--errcode", "M_FORBIDDEN", "--errcode", "M_OTHER")).containsExactly(member.toString());
        assertThat(listed("--lane", EVENT)).containsExactly(event.toString());
        assertThat(listed("--since", later(30), "--until", "1h")).containsExactly(member.toString());
        assertThat(listed("--id", event.toString(), "--id", member.toString())).hasSize(2);
        assertThat(listed("--limit", "2")).hasSize(2);
        assertThat(listed("--tenant", "west")).isEmpty();
        assertThat(cluster.command("dead-letters", "list", "--limit", "1").out())
                .endsWith("and 2 older ones: --limit shows more, --json all\n");
    }

    @Test
    void anEventsLetterIsShownWithItsDataAndWithoutWhatATerminalObeys() {
        // when
        Typed typed = cluster.command("dead-letters", "show", event.toString());
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        assertThat(typed.out())
                .startsWith(event + "\n  state ")
                .contains("unknown-value: data.event.visibility: expected public, unlisted or private")
                .contains("net.openmeet.event.updated", "openmeet.domain-events/" + event.partition() + "/5")
                .contains("      \"name\" : \"Ana’s ?party\",\n")
                .contains("nothing was told of it on openmeet.matrix.rooms")
                .doesNotContain("\u202e");
    }

    @Test
    void anOperationsLetterIsShownWithWhatIsSoNow() {
        // when
        Typed typed = cluster.command("dead-letters", "show", member.toString());
        // then
        assertThat(typed.out())
                .contains("refused (M_FORBIDDEN): 403 ?[2JAna is not ?5m?allowed")
                .contains("member:9", "Join", "4, the problem first seen " + later(-30))
                .contains("open, replayed before: 1 of at most 3")
                .contains(older + " (replayed by eve at " + later(30) + ")")
                .contains("room now     open; 2 of 3 members in; 1 waiting, no-handle\n")
                .contains("rooms show north/group/7")
                .contains("  desired then:\n    {\n", "\"role\" : \"host\"")
                .doesNotContain("\u001b", "\u009b");
    }

    @Test
    void oneLetterIsOneObjectOfJson() {
        // when
        JsonNode shown = json(cluster.command("dead-letters", "show", "--json", member.toString())
                .out());
        JsonNode unreadable = json(cluster.command("dead-letters", "show", "--json", garbled.toString())
                .out());
        // then
        assertThat(shown.at("/message").asText()).isEqualTo(DeadLetters.ANSWER);
        assertThat(shown.at("/desired/role").asText()).isEqualTo("host");
        assertThat(shown.at("/now/room/members/joined").asInt()).isEqualTo(2);
        assertThat(unreadable.at("/reason").asText()).isEqualTo("unreadable-letter");
    }

    @Test
    void theValueIsWrittenByteForByte() {
        // given
        var bytes = new ByteArrayOutputStream();
        var out = new StringWriter();
        CommandLine show =
                new CommandLine(new DeadLettersShowCommand(cluster.environment(), bytes)).setOut(new PrintWriter(out));
        // when
        int code = show.execute("--value", event.toString());
        // then
        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(VALUE);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatThereIsNotIsAnErrorThatSaysWhereToLook() {
        // given
        String gone = Topics.DOMAIN_EVENTS_DEAD_LETTER + "/3/999";
        // when
        Typed unknown = cluster.command("dead-letters", "show", gone);
        Typed noId = cluster.command("dead-letters", "show", "openmeet.domain-events/3/1");
        Typed noTime = cluster.command("dead-letters", "list", "--since", "yesterday");
        Typed noTopic = cluster.command("dead-letters", "list", "--topic", "x");
        Typed less = cluster.command("dead-letters", "list", "--limit", "-1");
        // then
        assertThat(List.of(unknown, noId, noTime, noTopic, less))
                .extracting(Typed::code)
                .containsOnly(ExitCodes.USAGE);
        assertThat(unknown.err())
                .isEqualTo("error: no such letter " + gone + "; dead-letters list --all prints those there are\n");
        assertThat(noId.err()).contains("expected topic/partition/offset");
        assertThat(noTime.err()).contains("--since", "2h");
        assertThat(noTopic.err()).contains("--topic", "events, operations");
        assertThat(less.err()).contains("--limit");
    }

    private static List<String> listed(String... filters) {
        String[] args = new String[filters.length + 3];
        args[0] = "dead-letters";
        args[1] = "list";
        args[2] = "--json";
        System.arraycopy(filters, 0, args, 3, filters.length);
        Typed typed = cluster.command(args);
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        return typed.out().lines().map(line -> json(line).at("/id").asText()).toList();
    }

    private static String later(int seconds) {
        return DeadLetters.AT.plusSeconds(seconds).toString();
    }

    private static JsonNode json(String line) {
        return Json.read(bytes(line), JsonNode.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
