package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.openmeet.matrix.Main;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.deadletter.Replay;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.fixture.DeadLetters;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who waits is told what became of each replay, and a script can decide by the exit code. A process that gets SIGTERM finishes the letter in
 * hand: what the ledger says was replayed was sent.
 */
@Tag("slow")
class DeadLettersWaitTest {
    private static final String EVENT = "openmeet/event/42";
    private static final String GROUP = "north/group/7";

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
    void whoWaitsIsToldWhatBecameOfEach() {
        // given
        Coordinates taken = cluster.write(event("openmeet/event/1", 5));
        Coordinates rejected = cluster.write(event(EVENT, 6));
        Coordinates member = cluster.write(member("9"));
        Coordinates waits = cluster.write(member("8"));
        // and: the service's part
        CompletableFuture<Coordinates> service = CompletableFuture.supplyAsync(() -> {
            Provenance ofTaken = replay(Topics.DOMAIN_EVENTS_REPLAY, taken).provenance();
            Provenance ofRejected =
                    replay(Topics.DOMAIN_EVENTS_REPLAY, rejected).provenance();
            Provenance ofMember = replay(Topics.COMMANDS, member).provenance();
            Provenance ofWaits = replay(Topics.COMMANDS, waits).provenance();
            cluster.tell(taken, fate(ofTaken, Fate.Word.TAKEN, ""));
            cluster.tell(rejected, fate(ofRejected, Fate.Word.REJECTED, "unknown-value"));
            cluster.tell(waits, fate(ofWaits, Fate.Word.WAITING, "no-handle"));
            cluster.tell(member, fate(ofMember, Fate.Word.APPLIED, ""));
            return cluster.write(DeadLetters.replayedEvent(
                    EVENT,
                    new Coordinates(Topics.DOMAIN_EVENTS, 3, 6),
                    new Coordinates(Topics.DOMAIN_EVENTS_REPLAY, 3, 0),
                    ofRejected,
                    "{}"));
        });
        // when
        Typed typed = cluster.command("dead-letters", "replay", "--all", "--execute", "--wait");
        // then
        Coordinates again = service.join();
        assertThat(typed.out().lines())
                .contains(
                        "replayed 4",
                        taken + " taken",
                        member + " applied",
                        waits + " waiting: no-handle",
                        rejected + " rejected: unknown-value, new letter " + again,
                        "applied 1, rejected 1, taken 1, waiting 1")
                .hasSize(6);
        assertThat(typed.code()).isEqualTo(ExitCodes.UNREPAIRED);
    }

    @Test
    void aScriptReadsItLineByLine() {
        // given
        Coordinates member = cluster.write(member("9"));
        CompletableFuture<Void> service = CompletableFuture.runAsync(() -> cluster.tell(
                member, fate(replay(Topics.COMMANDS, member).provenance(), Fate.Word.SUPERSEDED, "x/3/20")));
        // when
        Typed typed = cluster.command("dead-letters", "replay", "--all", "--execute", "--wait", "--json");
        // then
        service.join();
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        assertThat(typed.out().lines())
                .singleElement()
                .asString()
                .startsWith("{\"id\":\"" + member
                        + "\",\"did\":\"replayed\",\"fate\":{\"word\":\"superseded\",\"detail\":\"x/3/20\",\"at\":\"");
    }

    @Test
    void aRecordOfTheServicesOwnThatIsStillUnreadableIsSeenByItsNewLetter() {
        // given
        Coordinates source = new Coordinates(Topics.ACCOUNTS, 4, 0);
        Coordinates letter = cluster.write(DeadLetters.ownRecord(source, EVENT, "no JSON"));
        CompletableFuture<Coordinates> service = CompletableFuture.supplyAsync(() -> {
            ProducerRecord<byte[], byte[]> again = DeadLetters.ownRecord(source, EVENT, "no JSON");
            replay(Topics.ACCOUNTS, letter).provenance().writeTo(again.headers());
            return cluster.write(again);
        });
        // when
        Typed typed = cluster.command("dead-letters", "replay", "--all", "--execute", "--wait");
        // then
        assertThat(typed.out()).contains(letter + " rejected: unreadable-record, new letter " + service.join() + "\n");
        assertThat(typed.code()).isEqualTo(ExitCodes.UNREPAIRED);
    }

    @Test
    void whatNothingIsHeardOfInTimeIsTold() {
        // given: an answer to an earlier replay is none
        Coordinates member = cluster.write(member("9"));
        cluster.tell(member, Disposition.replayed(new Provenance(member, "bob", DeadLetters.AT, 1)));
        // when
        Typed typed = cluster.command(
                "dead-letters", "replay", "--all", "--unanswered", "--execute", "--wait", "--wait-for", "1s");
        // then
        assertThat(typed.out())
                .isEqualTo("replayed 1\n" + member + " nothing was heard of it, for 1 s\n"
                        + "nothing heard of 1: dead-letters list --all tells it later\n");
        assertThat(typed.code()).isEqualTo(ExitCodes.UNREPAIRED);
    }

    @Test
    void whatAnotherOperatorDealtWithMeanwhileIsLeftOut() {
        // given: all in one partition, replayed in order
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        IntStream.range(0, 20).forEach(number -> all.add(event(EVENT, number)));
        Coordinates last = cluster.write(all).getLast();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            await().atMost(Duration.ofSeconds(50))
                    .until(() -> !cluster.records(Topics.DOMAIN_EVENTS_REPLAY).isEmpty());
            cluster.tell(last, Disposition.discarded("bob", DeadLetters.AT, "a test"));
        });
        // when
        Typed typed = cluster.command("dead-letters", "replay", "--all", "--rate", "2", "--execute", "--no-wait");
        // then
        other.join();
        assertThat(typed.out()).isEqualTo("left out " + last + ": discarded already\nreplayed 19\n");
        assertThat(cluster.records(Topics.DOMAIN_EVENTS_REPLAY)).hasSize(19);
    }

    @Test
    void aProcessThatGetsSigtermFinishesTheLetterInHand() throws IOException, InterruptedException {
        // given
        List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
        IntStream.range(0, 200).forEach(number -> letters.add(event("openmeet/event/" + number, number)));
        cluster.write(letters);
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "dead-letters",
                "replay",
                "--all",
                "--execute",
                "--rate",
                "10");
        builder.environment().putAll(cluster.environment());
        Process process = builder.redirectErrorStream(true).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> cluster.records(Topics.DOMAIN_EVENTS_REPLAY).size() >= 3);
            // when
            process.toHandle().destroy(); // Process.destroy would close the stream that is read
            // then
            List<String> lines = out.lines().toList();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCodes.STOPPED);
            int sent = cluster.records(Topics.DOMAIN_EVENTS_REPLAY).size();
            assertThat(sent).isBetween(3, 199);
            assertThat(cluster.records(Topics.DEAD_LETTERS)).hasSize(sent);
            assertThat(lines)
                    .contains(
                            "replayed " + sent,
                            "Stopped after " + sent + " of 200: what was done is done, the rest is as it was.");
        } finally {
            process.destroyForcibly();
        }
    }

    /** The replay of a letter, once it is there. */
    private Replay replay(String topic, Coordinates letter) {
        return await().atMost(Duration.ofSeconds(50))
                .until(
                        () -> cluster.records(topic).stream()
                                .map(ConsumerRecord::headers)
                                .flatMap(headers -> Replay.read(headers).stream())
                                .filter(replay -> replay.provenance().letter().equals(letter))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Disposition fate(Provenance provenance, Fate.Word word, String detail) {
        Optional<String> told = Optional.of(detail).filter(text -> !text.isEmpty());
        return Disposition.replayed(provenance)
                .with(new Fate(word, told, provenance.at().plusMillis(5)));
    }

    private static ProducerRecord<byte[], byte[]> event(String key, long offset) {
        return DeadLetters.event(key, offset, Rejection.Reason.UNKNOWN_VALUE, "{\"a\":" + offset + "}");
    }

    private static ProducerRecord<byte[], byte[]> member(String id) {
        return DeadLetters.operation(GROUP, "member:" + id, Optional.empty(), 5, DeadLetters.AT);
    }
}
