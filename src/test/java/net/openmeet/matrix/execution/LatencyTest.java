package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.Noted;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.room.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each live fact is measured from when OpenMeet wrote it until it is true at the homeserver, through retries, outages and restarts. What
 * waits for OpenMeet doesn't count while it does, and what a backfill says isn't measured.
 */
class LatencyTest {
    private static final String TENANT = "ta";
    private static final int EVENT = 1;
    private static final int ANA = 11;
    private static final int BEN = 12;
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private PipelineDriver pipeline;
    private DomainEvents openmeet;

    @BeforeEach
    void start() {
        pipeline = PipelineDriver.of(folder, TENANT);
        openmeet = new DomainEvents(TENANT, pipeline::now);
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void aNewRoomItsMemberAndTheirAccountAreMeasuredOnceEach() {
        // when
        announce();
        joins(ANA);
        pipeline.settle();

        // then
        assertThat(applied("room")).singleElement().satisfies(LatencyTest::isQuick);
        assertThat(applied("member")).singleElement().satisfies(LatencyTest::isQuick);
        assertThat(applied("account")).singleElement().satisfies(LatencyTest::isQuick);
    }

    @Test
    void whatIsTriedAgainCountsFromItsBeginning() {
        // given
        announce();
        joins(ANA);
        pipeline.settle();
        pipeline.noted().applied.clear();
        pipeline.homeserver(TENANT).answers(MatrixCall.Join.class, refused(500));
        joins(BEN);
        pipeline.pass(Duration.ofMinutes(5), A_SECOND);
        assertThat(applied("member")).isEmpty();

        // when: the process is another one by then
        pipeline = pipeline.restarted();
        pipeline.homeserver(TENANT).recovers();
        pipeline.pass(Duration.ofMinutes(5), A_SECOND);

        // then
        assertThat(applied("member"))
                .singleElement()
                .satisfies(ben -> assertThat(ben.took()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10)));
    }

    @Test
    void whatMetAnOutageIsToldApart() {
        // given
        announce();
        pipeline.settle();
        pipeline.homeserver(TENANT).answers(call -> Optional.of(new Answer.Lost("reset")));
        IntStream.range(20, 30).forEach(this::joins);
        IntStream.range(2, 8).forEach(this::announce);
        pipeline.pass(Duration.ofMinutes(3), A_SECOND);
        pipeline.noted().applied.clear();

        // when
        pipeline.homeserver(TENANT).recovers();
        pipeline.pass(Duration.ofMinutes(5), A_SECOND);
        joins(ANA);
        pipeline.settle();

        // then
        List<Noted.Applied> members = applied("member");
        assertThat(members).hasSize(11);
        assertThat(members.subList(0, 10)).allMatch(Noted.Applied::outage);
        assertThat(members.get(10).outage()).isFalse();
    }

    @Test
    void whoWaitsForTheRoomToBeAnnouncedCountsFromThen() {
        // given
        joins(ANA);
        pipeline.pass(Duration.ofHours(1), Duration.ofSeconds(10));
        assertThat(applied("member")).isEmpty();
        assertThat(oldest(Observer.Waits::reason))
                .hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofMinutes(50)));

        // when
        announce();
        pipeline.settle();

        // then: they came with the room, which is what is measured
        assertThat(applied("member")).isEmpty();
        assertThat(applied("room")).singleElement().satisfies(LatencyTest::isQuick);
    }

    @Test
    void whatWasWrittenLongAgoIsAsOldAsThat() {
        // given
        announce();
        pipeline.settle();
        pipeline.noted().applied.clear();

        // when: nobody read the topic for an hour
        pipeline.sayLate(openmeet.attendee("added", EVENT, ANA, "confirmed", "participant"), Duration.ofHours(1));
        pipeline.settle();

        // then
        assertThat(applied("member"))
                .singleElement()
                .satisfies(ana -> assertThat(ana.took()).isBetween(Duration.ofHours(1), Duration.ofMinutes(61)));
    }

    @Test
    void aBackfillAndARebuildAreNotMeasured() {
        // given
        announce();
        joins(ANA);
        pipeline.settle();
        pipeline.noted().applied.clear();

        // when
        pipeline.say(openmeet.attendees("s1", EVENT, 1, 1, List.of(ANA, BEN)));
        pipeline.settle();
        pipeline.raiseEpoch(TENANT);
        pipeline.pass(Duration.ofMinutes(2), A_SECOND);

        // then
        assertThat(applied("member")).isEmpty();
        assertThat(applied("room")).isEmpty();
    }

    @Test
    void aLiveFactIsNoOlderForTheBackfillThatWaitsInItsRoom() {
        // given
        announce();
        pipeline.settle();
        pipeline.homeserver(TENANT).answers(MatrixCall.Join.class, refused(500));
        pipeline.say(openmeet.attendees("s1", EVENT, 1, 1, List.of(BEN)));
        pipeline.pass(Duration.ofMinutes(20), A_SECOND);

        // when
        joins(ANA);
        pipeline.pass(Duration.ofMinutes(1), A_SECOND);

        // then
        assertThat(pipeline.noted().waiting)
                .filteredOn(waits -> !waits.backfill() && waits.reason().isPresent())
                .isNotEmpty()
                .allSatisfy(waits -> assertThat(Duration.between(waits.oldest(), pipeline.now()))
                        .isLessThan(Duration.ofMinutes(2)));
    }

    @Test
    void whatIsRefusedForGoodIsNoLatency() {
        // given
        announce();
        pipeline.settle();
        pipeline.noted().applied.clear();
        pipeline.homeserver(TENANT).answers(MatrixCall.Join.class, refused(403));
        joins(ANA);
        pipeline.settle();
        assertThat(applied("member")).isEmpty();
        pipeline.homeserver(TENANT).recovers();

        // when: an operator replays it a day later
        pipeline.pass(Duration.ofDays(1), Duration.ofMinutes(1));
        pipeline.command(TENANT + "/event/" + EVENT, new Operation.Poke(Optional.of("member:" + ANA), "replay"));
        pipeline.settle();

        // then
        assertThat(pipeline.homeserver(TENANT)
                        .matrix()
                        .roomOf(TENANT + "/event/" + EVENT)
                        .joined())
                .contains("u11_ta");
        assertThat(pipeline.noted().applied).allSatisfy(LatencyTest::isQuick);
    }

    private Optional<Duration> oldest(Function<Observer.Waits, Optional<?>> told) {
        return pipeline.noted().waiting.stream()
                .filter(waits -> told.apply(waits).isPresent())
                .map(waits -> Duration.between(waits.oldest(), pipeline.now()))
                .max(Duration::compareTo);
    }

    private static Answer refused(int status) {
        return new Answer.Refusal(
                status,
                status == 403 ? Optional.of("M_FORBIDDEN") : Optional.empty(),
                "no",
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static void isQuick(Noted.Applied applied) {
        assertThat(applied.took()).isBetween(Duration.ZERO, Duration.ofSeconds(3));
        assertThat(applied.outage()).isFalse();
    }

    private List<Noted.Applied> applied(String slot) {
        return pipeline.noted().applied.stream()
                .filter(its -> its.slot().equals(slot))
                .toList();
    }

    private void announce() {
        announce(EVENT);
    }

    private void announce(int event) {
        pipeline.say(openmeet.room("event.created", event, "e" + event, "E", "public", "published"));
    }

    private void joins(int person) {
        pipeline.say(openmeet.attendee("added", EVENT, person, "confirmed", "participant"));
    }
}
