package net.openmeet.matrix.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Nothing older is applied over something newer: row versions decide where both sides have one, then offsets within one
 * partition. Clocks decide for backfills only; between two live facts of different partitions the later arrival wins.
 */
class OriginTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static Origin at(String topic, int partition, long offset) {
        return new Origin(
                topic, partition, offset, NOON, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Origin sequenced(Origin origin, String sequence) {
        return new Origin(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.time(),
                Optional.of(new BigInteger(sequence)),
                origin.snapshot(),
                origin.eventId(),
                origin.traceparent());
    }

    private static Origin timed(Origin origin, Instant time, Optional<String> snapshot) {
        return new Origin(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                time,
                origin.sequence(),
                snapshot,
                origin.eventId(),
                origin.traceparent());
    }

    @Test
    void aLowerSequenceIsStaleEvenAtAHigherOffset() {
        assertThat(sequenced(at("t", 0, 9), "5").isStaleAgainst(sequenced(at("t", 0, 1), "6")))
                .isTrue();
    }

    @Test
    void aHigherSequenceIsNewerEvenAtALowerOffset() {
        assertThat(sequenced(at("t", 0, 1), "6").isStaleAgainst(sequenced(at("t", 0, 9), "5")))
                .isFalse();
    }

    @Test
    void sequencesAreComparedAsNumbers() {
        assertThat(sequenced(at("t", 0, 1), "10").isStaleAgainst(sequenced(at("u", 0, 9), "9")))
                .isFalse();
        assertThat(sequenced(at("t", 0, 1), "0000000000000000000009").isStaleAgainst(sequenced(at("u", 0, 9), "10")))
                .isTrue();
    }

    @Test
    void anEqualSequenceLeavesItToTheOffset() {
        assertThat(sequenced(at("t", 0, 8), "5").isStaleAgainst(sequenced(at("t", 0, 9), "5")))
                .isTrue();
        assertThat(sequenced(at("t", 0, 10), "5").isStaleAgainst(sequenced(at("t", 0, 9), "5")))
                .isFalse();
    }

    @Test
    void aSequenceOnOneSideOnlyCountsForNothing() {
        assertThat(sequenced(at("t", 0, 8), "99").isStaleAgainst(at("t", 0, 9))).isTrue();
        assertThat(at("t", 0, 10).isStaleAgainst(sequenced(at("t", 0, 9), "99")))
                .isFalse();
    }

    @Test
    void theSameRecordAgainIsStale() {
        assertThat(at("t", 0, 9).isStaleAgainst(at("t", 0, 9))).isTrue();
    }

    @Test
    void offsetsOfDifferentPartitionsOrTopicsAreNotCompared() {
        assertThat(at("t", 1, 1).isStaleAgainst(at("t", 0, 9))).isFalse();
        assertThat(at("u", 0, 1).isStaleAgainst(at("t", 0, 9))).isFalse();
    }

    @Test
    void clocksOfTwoLiveFactsAreNeverCompared() {
        Origin earlier = timed(at("u", 0, 1), NOON.minusSeconds(3_600), Optional.empty());
        assertThat(earlier.isStaleAgainst(at("t", 0, 9))).isFalse();
    }

    @Test
    void anOlderBackfillIsStaleEvenAtAHigherOffset() {
        Origin backfill = timed(at("t", 0, 10), NOON.minusSeconds(1), Optional.of("backfill-1"));
        assertThat(backfill.isStaleAgainst(at("t", 0, 9))).isTrue();
        assertThat(timed(backfill, NOON, Optional.of("backfill-1")).isStaleAgainst(at("t", 0, 9)))
                .isFalse();
    }

    @Test
    void aLiveFactIsNotStaleAgainstABackfillOfALaterTime() {
        Origin backfill = timed(at("t", 0, 9), NOON.plusSeconds(60), Optional.of("backfill-1"));
        assertThat(at("t", 0, 10).isStaleAgainst(backfill)).isFalse();
    }

    @Test
    void aHigherSequenceOfABackfillWinsOverItsOlderTime() {
        Origin backfill = timed(sequenced(at("t", 0, 10), "7"), NOON.minusSeconds(60), Optional.of("backfill-1"));
        assertThat(backfill.isStaleAgainst(sequenced(at("t", 0, 9), "6"))).isFalse();
    }

    @Test
    void factsOfDifferentSlotsAreComparedWithoutSequences() {
        assertThat(sequenced(at("t", 0, 10), "1").isNotAfter(sequenced(at("t", 0, 9), "500")))
                .isFalse();
        assertThat(sequenced(at("t", 0, 8), "501").isNotAfter(sequenced(at("t", 0, 9), "500")))
                .isTrue();
    }

    @Property
    void aRecordIsAlwaysStaleAgainstItself(@ForAll("origins") Origin origin) {
        assertThat(origin.isStaleAgainst(origin)).isTrue();
    }

    @Property
    void ofTwoLiveFactsOfOnePartitionExactlyOneIsNewer(@ForAll("live") Origin a, @ForAll("live") Origin b) {
        boolean same = a.offset() == b.offset() && a.sequence().equals(b.sequence());
        boolean comparable = a.sequence().isPresent() == b.sequence().isPresent() || a.offset() != b.offset();
        if (!same && comparable) {
            assertThat(a.isStaleAgainst(b)).isNotEqualTo(b.isStaleAgainst(a));
        }
    }

    @Provide
    Arbitrary<Origin> live() {
        return origins()
                .map(origin -> timed(
                        new Origin(
                                "t",
                                0,
                                origin.offset(),
                                origin.time(),
                                origin.sequence(),
                                Optional.empty(),
                                origin.eventId(),
                                origin.traceparent()),
                        origin.time(),
                        Optional.empty()));
    }

    @Provide
    Arbitrary<Origin> origins() {
        return Combinators.combine(
                        Arbitraries.of("t", "u"),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.longs().between(0, 5),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 5).optional(),
                        Arbitraries.of("backfill-1").optional())
                .as((topic, partition, offset, minute, sequence, snapshot) -> new Origin(
                        topic,
                        partition,
                        offset,
                        NOON.plusSeconds(60L * minute),
                        sequence.map(number -> BigInteger.valueOf(number)),
                        snapshot,
                        Optional.empty(),
                        Optional.empty()));
    }
}
