package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Murmur2;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.fixture.DeadLetters;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is written without {@code --execute}, and with it exactly what is meant is replayed: original bytes, first place, who and when, and
 * the ledger says so before. What is closed, parked or can't be replayed is left out and told, and two operators at once do no harm.
 */
@Tag("slow")
class DeadLettersReplayTest {
    private static final String EVENT = "openmeet/event/42";
    private static final String GROUP = "north/group/7";
    private static final String BOB = "openmeet/user/8";

    private LettersCluster cluster;

    @BeforeEach
    void start() {
        cluster = new LettersCluster();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void withoutExecuteNothingIsWritten() {
        // given
        Coordinates event = cluster.write(event(EVENT, 5));
        Coordinates older = cluster.write(member(GROUP, 5));
        Coordinates member = cluster.write(member(GROUP, 5));
        // when
        Typed replay = cluster.command("dead-letters", "replay", "--all");
        Typed discard = cluster.command("dead-letters", "discard", "--all", "--because", "a test");
        // then
        assertThat(List.of(replay.code(), discard.code())).containsOnly(ExitCodes.OK);
        assertThat(replay.out())
                .startsWith("left out " + older + ": overtaken, there is a newer letter about the same\n")
                .contains("would replay " + event + " (unknown-value, openmeet/event/42)\n")
                .contains("would replay " + member + " (refused, north/group/7 member:9)\n")
                .contains("Would replay 2. Nothing was written: --execute does.\n")
                .contains("by reason", "refused 1, unknown-value 1");
        assertThat(discard.out()).contains("Would discard 2. Nothing was written: --execute does.\n");
        assertThat(cluster.records(Topics.DEAD_LETTERS)).isEmpty();
        assertThat(cluster.records(Topics.DOMAIN_EVENTS_REPLAY)).isEmpty();
        assertThat(cluster.records(Topics.COMMANDS)).isEmpty();
    }

    @Test
    void anEventGoesOnByteForByteWithItsFirstPlaceAndWhoReplayedIt() {
        // given: one that was replayed before
        Coordinates first = new Coordinates(Topics.DOMAIN_EVENTS, 3, 5);
        Provenance before = new Provenance(new Coordinates("x", 0, 1), "bob", DeadLetters.AT, 1);
        Coordinates letter = cluster.write(DeadLetters.replayedEvent(
                EVENT, first, new Coordinates(Topics.DOMAIN_EVENTS_REPLAY, 3, 0), before, "{\u00e4"));
        // when
        Typed typed = cluster.command(
                "dead-letters",
                "replay",
                "--tenant",
                "openmeet",
                "--by",
                "eve",
                "--note",
                "#7",
                "--execute",
                "--no-wait");
        // then
        assertThat(typed.out()).isEqualTo("replayed 1\n");
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        ConsumerRecord<byte[], byte[]> replay =
                cluster.records(Topics.DOMAIN_EVENTS_REPLAY).getFirst();
        assertThat(replay.partition()).isEqualTo(Murmur2.partition(bytes(EVENT), Topics.PARTITIONS));
        assertThat(replay.key()).isEqualTo(bytes(EVENT));
        assertThat(replay.value()).isEqualTo(bytes("{\u00e4"));
        Map<String, String> headers = headers(replay);
        assertThat(headers)
                .containsEntry("openmeet.replay.origin.topic", Topics.DOMAIN_EVENTS)
                .containsEntry("openmeet.replay.origin.partition", "3")
                .containsEntry("openmeet.replay.origin.offset", "5")
                .containsEntry("openmeet.replay.letter", letter.toString())
                .containsEntry("openmeet.replay.by", "eve")
                .containsEntry("openmeet.replay.note", "#7")
                .containsEntry("openmeet.replay.pass", "2")
                .containsKey("openmeet.replay.at")
                .hasSize(8);
        Provenance told = Provenance.read(replay.headers()).orElseThrow();
        assertThat(ledger()).containsExactly(Map.entry(letter.toString(), Disposition.replayed(told)));
        assertThat(replay.timestamp()).isGreaterThanOrEqualTo(told.at().toEpochMilli());
    }

    @Test
    void ofTheOriginalHeadersOnlyThoseOfTheFailureGo() {
        // given
        cluster.write(event(EVENT, 5));
        // when
        cluster.command("dead-letters", "replay", "--reason", "unknown-value", "--execute", "--no-wait");
        // then
        assertThat(headers(cluster.records(Topics.DOMAIN_EVENTS_REPLAY).getFirst()))
                .containsEntry("outbox", EVENT)
                .containsEntry("openmeet.replay.pass", "1")
                .allSatisfy((name, value) -> assertThat(name).matches("outbox|openmeet\\.replay\\..*"));
    }

    @Test
    void anOperationIsACommandToLookAtItsSlot() {
        // given
        Coordinates letter =
                cluster.write(DeadLetters.operation(GROUP, "room", Optional.of("alias"), 5, DeadLetters.AT));
        // when
        Typed typed = cluster.command("dead-letters", "replay", "--id", letter.toString(), "--execute", "--no-wait");
        // then
        assertThat(typed.out()).isEqualTo("replayed 1\n");
        ConsumerRecord<byte[], byte[]> command =
                cluster.records(Topics.COMMANDS).getFirst();
        assertThat(command.key()).isEqualTo(bytes(GROUP));
        assertThat(command.partition()).isEqualTo(Murmur2.partition(bytes(GROUP), Topics.PARTITIONS));
        assertThat(Json.read(command.value(), Operation.class))
                .isEqualTo(new Operation.Poke(Optional.of("room"), "replay"));
        assertThat(headers(command))
                .containsEntry("openmeet.replay.letter", letter.toString())
                .containsEntry("openmeet.replay.attribute", "alias")
                .containsEntry("openmeet.replay.origin.offset", "5");
        assertThat(ledger()).containsOnlyKeys(letter.toString());
    }

    @Test
    void theServicesOwnRecordGoesBackToWhereItWasReadAndNowhereElse() {
        // given
        Coordinates source = new Coordinates(Topics.ACCOUNTS, 4, 0);
        cluster.write(DeadLetters.ownRecord(source, BOB, "no JSON"));
        Coordinates forged =
                cluster.write(DeadLetters.ownRecord(new Coordinates(Topics.CREDENTIALS, 0, 0), BOB, "no JSON"));
        // when
        Typed typed = cluster.command("dead-letters", "replay", "--all", "--execute", "--no-wait");
        // then
        assertThat(typed.out())
                .isEqualTo("left out " + forged
                        + ": can't be replayed: it doesn't come from a topic of the service's own\nreplayed 1\n");
        ConsumerRecord<byte[], byte[]> back = cluster.records(Topics.ACCOUNTS).getFirst();
        assertThat(back.partition()).isEqualTo(4);
        assertThat(back.value()).isEqualTo(bytes("no JSON"));
        assertThat(cluster.records(Topics.CREDENTIALS)).isEmpty();
    }

    @Test
    void whatIsClosedOrParkedIsLeftOutAndToldByReason() {
        // given
        Coordinates answered = cluster.write(event(EVENT, 5));
        cluster.tell(answered, Disposition.discarded("bob", DeadLetters.AT, "a test"));
        Coordinates lost = cluster.write(event(EVENT, 6));
        cluster.tell(lost, Disposition.replayed(new Provenance(lost, "bob", DeadLetters.AT, 1)));
        Coordinates often = cluster.write(DeadLetters.replayedEvent(
                EVENT,
                new Coordinates(Topics.DOMAIN_EVENTS, 3, 7),
                new Coordinates(Topics.DOMAIN_EVENTS_REPLAY, 3, 0),
                new Provenance(lost, "bob", DeadLetters.AT, 3),
                "{}"));
        // when
        Typed typed = cluster.command("dead-letters", "replay", "--all", "--execute", "--no-wait");
        Typed listed = cluster.command("dead-letters", "list");
        // then
        assertThat(typed.out().lines())
                .containsExactly(
                        "left out " + answered + ": discarded already",
                        "left out " + often + ": parked, replayed 3 times already: --cap allows more",
                        "left out " + lost
                                + ": replayed already, and nothing was heard of it: --unanswered means those, too",
                        "replayed 0");
        assertThat(listed.out())
                .startsWith("1 open, 1 of them parked: replayed 3 times already\n")
                .contains(" parked ");
        // when
        Typed more = cluster.command(
                "dead-letters", "replay", "--all", "--cap", "4", "--unanswered", "--execute", "--no-wait", "--json");
        // then
        assertThat(more.out()
                        .lines()
                        .map(DeadLettersReplayTest::json)
                        .map(line ->
                                line.at("/id").asText() + " " + line.at("/did").asText()))
                .containsExactlyInAnyOrder(answered + " left-out", often + " replayed", lost + " replayed");
        assertThat(ledger().get(lost.toString()).pass()).isEqualTo(2);
        assertThat(ledger().get(often.toString()).pass()).isEqualTo(4);
    }

    @Test
    void aDiscardedLetterIsNoLongerOpenAndTheLedgerSaysWhy() {
        // given
        Coordinates event = cluster.write(event(EVENT, 5));
        Coordinates member = cluster.write(member(GROUP, 5));
        // when
        Typed typed = cluster.command(
                "dead-letters", "discard", "--topic", "events", "--because", "made up", "--by", "eve", "--execute");
        // then
        assertThat(typed.out()).isEqualTo("discarded 1\n");
        Disposition told = ledger().get(event.toString());
        assertThat(told).isEqualTo(Disposition.discarded("eve", told.at(), "made up"));
        assertThat(cluster.command("dead-letters", "list", "--json").out())
                .contains(member.toString())
                .doesNotContain(event.toString());
    }

    @Test
    void aCorrectedEventIsSentInsteadOfTheOriginalIfItWouldBeTaken(@TempDir Path folder) throws IOException {
        // given
        Coordinates letter = cluster.write(event(EVENT, 5));
        Path good = folder.resolve("good.json");
        Path bad = folder.resolve("bad.json");
        String corrected = """
                {"specversion":"1.0","type":"net.openmeet.event.deleted","source":"openmeet","id":"e-1",
                 "subject":"openmeet/event/42","time":"2026-03-01T10:00:00Z",
                 "data":{"tenantId":"openmeet","event":{"id":42,"slug":"summit"}}}""";
        Files.writeString(good, corrected);
        Files.writeString(bad, corrected.replace("42,", "43,"));
        // when
        Typed refused = cluster.command(
                "dead-letters",
                "replay",
                "--id",
                letter.toString(),
                "--with",
                bad.toString(),
                "--execute",
                "--no-wait");
        Typed typed = cluster.command(
                "dead-letters",
                "replay",
                "--id",
                letter.toString(),
                "--with",
                good.toString(),
                "--execute",
                "--no-wait");
        // then
        assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(refused.err())
                .isEqualTo(
                        "error: --with: it would be rejected again: mismatch, data.event.id: expected the subject's id\n");
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        ConsumerRecord<byte[], byte[]> replay =
                cluster.records(Topics.DOMAIN_EVENTS_REPLAY).getFirst();
        assertThat(replay.value()).isEqualTo(bytes(corrected));
        assertThat(headers(replay))
                .containsEntry("openmeet.replay.corrected", "true")
                .containsEntry("openmeet.replay.origin.offset", "5");
    }

    @Test
    void aLimitTakesTheOldestAndAnEventAsLargeAsAnyStillFits() {
        // given
        String large = "{\"data\":\"" + "x".repeat(1_000_000) + "\"}";
        Coordinates old =
                cluster.write(DeadLetters.event(EVENT, 5, Rejection.Reason.UNKNOWN_VALUE, large + " ".repeat(48_000)));
        cluster.write(member(GROUP, 5));
        // when
        Typed typed = cluster.command(
                "dead-letters", "replay", "--all", "--limit", "1", "--rate", "0", "--execute", "--no-wait");
        // then
        assertThat(typed.out()).contains(": beyond --limit\n").endsWith("replayed 1\n");
        assertThat(ledger()).containsOnlyKeys(old.toString());
        assertThat(cluster.records(Topics.DOMAIN_EVENTS_REPLAY)).hasSize(1);
    }

    @Test
    void twoOperatorsAtOnceReplayEachLetterTwiceAtTheMost() {
        // given
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        IntStream.range(0, 100).forEach(number -> letters.add(event("openmeet/event/" + number, number)));
        List<Coordinates> places = cluster.write(letters);
        // when
        List<CompletableFuture<Typed>> operators = List.of("ann", "bob").stream()
                .map(by -> CompletableFuture.supplyAsync(() -> cluster.command(
                        "dead-letters", "replay", "--all", "--rate", "0", "--by", by, "--execute", "--no-wait")))
                .toList();
        List<Typed> typed = operators.stream().map(CompletableFuture::join).toList();
        // then
        assertThat(typed).extracting(Typed::code).containsOnly(ExitCodes.OK);
        Map<String, Long> replays = cluster.records(Topics.DOMAIN_EVENTS_REPLAY).stream()
                .collect(Collectors.groupingBy(
                        record -> headers(record).get("openmeet.replay.letter"), Collectors.counting()));
        assertThat(replays.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        places.stream().map(Coordinates::toString).toList());
        assertThat(replays.values()).allSatisfy(times -> assertThat(times).isBetween(1L, 2L));
        assertThat(ledger())
                .hasSize(100)
                .allSatisfy((id, told) -> assertThat(told.pass()).isEqualTo(1));
        assertThat(cluster.command("dead-letters", "list", "--json").out()).isEmpty();
    }

    @Test
    void whatCanNotBeAskedIsAnErrorThatNamesTheOption() {
        // given
        Coordinates member = cluster.write(member(GROUP, 5));
        String gone = Topics.DOMAIN_EVENTS_DEAD_LETTER + "/3/999";
        // when
        Typed none = cluster.command("dead-letters", "replay", "--execute");
        Typed both = cluster.command("dead-letters", "replay", "--all", "--tenant", "north");
        Typed unknown = cluster.command("dead-letters", "discard", "--id", gone, "--because", "x", "--execute");
        Typed why = cluster.command("dead-letters", "discard", "--all", "--execute");
        Typed blank = cluster.command("dead-letters", "discard", "--all", "--because", " ", "--execute");
        Typed dryWait = cluster.command("dead-letters", "replay", "--all", "--wait");
        Typed with = cluster.command("dead-letters", "replay", "--tenant", "north", "--with", "x", "--execute");
        Typed operation =
                cluster.command("dead-letters", "replay", "--id", member.toString(), "--with", "pom.xml", "--execute");
        // then
        assertThat(List.of(none, both, unknown, why, blank, dryWait, with, operation))
                .extracting(Typed::code)
                .containsOnly(ExitCodes.USAGE);
        assertThat(none.err()).startsWith("error: say which letters, by --id,");
        assertThat(both.err()).isEqualTo("error: --all goes without filters\n");
        assertThat(unknown.err()).startsWith("error: no such letter " + gone + "; dead-letters list");
        assertThat(why.err()).contains("--because");
        assertThat(blank.err()).isEqualTo("error: --because: expected a text\n");
        assertThat(dryWait.err()).isEqualTo("error: --wait goes with --execute only\n");
        assertThat(with.err()).isEqualTo("error: --with goes with exactly one --id\n");
        assertThat(operation.err()).startsWith("error: --with: only an event's letter can be corrected");
        assertThat(cluster.records(Topics.DEAD_LETTERS)).isEmpty();
    }

    private Map<String, Disposition> ledger() {
        Map<String, Disposition> ledger = new HashMap<>();
        cluster.records(Topics.DEAD_LETTERS)
                .forEach(record -> ledger.put(
                        new String(record.key(), StandardCharsets.UTF_8),
                        Json.read(record.value(), Disposition.class)));
        return ledger;
    }

    private static ProducerRecord<byte[], byte[]> event(String key, long offset) {
        return DeadLetters.event(key, offset, Rejection.Reason.UNKNOWN_VALUE, "{\"a\":" + offset + "}");
    }

    private static ProducerRecord<byte[], byte[]> member(String lane, long origin) {
        return DeadLetters.operation(lane, "member:9", Optional.empty(), origin, DeadLetters.AT.plusSeconds(60));
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> assertThat(
                                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)))
                        .as("each header once")
                        .isNull());
        return headers;
    }

    private static JsonNode json(String line) {
        return Json.read(bytes(line), JsonNode.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
