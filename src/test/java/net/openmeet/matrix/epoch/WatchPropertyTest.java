package net.openmeet.matrix.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.EpochMark.Half;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;

/**
 * Whatever answers are lost, late or refused, and whoever takes over: the epoch rises if and only if the homeserver lost a mark that
 * it had acknowledged, and at the latest with the second good look after that.
 */
class WatchPropertyTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    /** What may happen next. */
    enum Kind {
        MINUTES,
        SECONDS,
        WIPE,
        WIPE_BEFORE_WRITE,
        BACKUP,
        RESTORE,
        REFUSES,
        LOSES_WRITES,
        LOSES_ANSWERS,
        DELAYS_WRITES,
        RECOVERS,
        TAKEN_OVER,
        OUTAGE_ENDED
    }

    private static final Set<Kind> ENDS_DELAYS =
            EnumSet.of(Kind.REFUSES, Kind.LOSES_WRITES, Kind.LOSES_ANSWERS, Kind.DELAYS_WRITES, Kind.RECOVERS);

    /** One thing that happens, for so long where it takes time. */
    record Step(Kind kind, int length) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(8, Kind.MINUTES),
                Tuple.of(6, Kind.SECONDS),
                Tuple.of(2, Kind.WIPE),
                Tuple.of(2, Kind.WIPE_BEFORE_WRITE),
                Tuple.of(2, Kind.BACKUP),
                Tuple.of(2, Kind.RESTORE),
                Tuple.of(1, Kind.REFUSES),
                Tuple.of(1, Kind.LOSES_WRITES),
                Tuple.of(1, Kind.LOSES_ANSWERS),
                Tuple.of(1, Kind.DELAYS_WRITES),
                Tuple.of(5, Kind.RECOVERS),
                Tuple.of(2, Kind.TAKEN_OVER),
                Tuple.of(1, Kind.OUTAGE_ENDED));
        return Combinators.combine(kinds, Arbitraries.integers().between(1, 30))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 1_000)
    void theEpochRisesExactlyIfWhatWasAcknowledgedIsLost(@ForAll("histories") List<Step> history) {
        Town town = new Town();
        for (Step step : history) {
            town.does(step);
            assertThat(town.driver.losses().size()).as("raised without a loss").isLessThanOrEqualTo(town.losses);
        }
        town.driver.recovers();
        town.driver.pass(LONG);
        assertThat(town.isUnnoticed()).as("lost and never noticed").isFalse();
        assertThat(town.driver.losses().size()).isLessThanOrEqualTo(town.losses);
    }

    /** The homeserver and what befalls it. */
    private static final class Town {
        private final WatchDriver driver = new WatchDriver();
        private final Deque<MatrixCall> late = new ArrayDeque<>();
        private Map<Half, EpochMark> backup = Map.of();
        /** How often acknowledged marks were lost. */
        private int losses;
        /** How many losses were noticed when the last one came, if it is still one. */
        private Optional<Integer> noticedBefore = Optional.empty();

        private void does(Step step) {
            if (ENDS_DELAYS.contains(step.kind())) {
                takeEffect();
            }
            switch (step.kind()) {
                case MINUTES -> driver.pass(Duration.ofMinutes(step.length()));
                case SECONDS -> driver.pass(Duration.ofSeconds(step.length()));
                case WIPE -> loses(Map.of());
                case WIPE_BEFORE_WRITE -> driver.beforeNextWrite(() -> loses(Map.of()));
                case BACKUP -> backup = driver.backup();
                case RESTORE -> loses(backup);
                case REFUSES -> driver.answers(MatrixCall.class, refusal());
                case LOSES_WRITES -> driver.answers(MatrixCall.PutEpoch.class, new Outcome.Uncertain("timeout"));
                case LOSES_ANSWERS -> losesAnswers();
                case DELAYS_WRITES -> delaysWrites();
                case RECOVERS -> driver.recovers();
                case TAKEN_OVER -> driver.takenOver(driver.ledger());
                case OUTAGE_ENDED -> driver.outageEnded();
            }
        }

        private static Outcome refusal() {
            return new Outcome.Rejected(new Outcome.Failure(403, Optional.of("M_FORBIDDEN"), "no"));
        }

        private void losesAnswers() {
            driver.answers(call -> {
                if (call instanceof MatrixCall.PutEpoch) {
                    driver.effect(call);
                    return Optional.of(new Outcome.Uncertain("reset"));
                }
                return Optional.empty();
            });
        }

        /** Each write takes effect right before the next call. */
        private void delaysWrites() {
            driver.answers(call -> {
                takeEffect();
                if (call instanceof MatrixCall.PutEpoch) {
                    late.add(call);
                    return Optional.of(new Outcome.Uncertain("timeout"));
                }
                return Optional.empty();
            });
        }

        private void takeEffect() {
            while (!late.isEmpty()) {
                driver.effect(late.remove());
            }
        }

        private void loses(Map<Half, EpochMark> database) {
            late.clear(); // what was under way goes with the server
            Ledger ledger = driver.ledger();
            boolean lost = lacks(database, Half.EVEN, ledger.even()) || lacks(database, Half.ODD, ledger.odd());
            driver.restore(database);
            losses += lost ? 1 : 0;
            // What is brought back before anybody looked was never gone.
            noticedBefore = lost ? Optional.of(driver.losses().size()) : Optional.empty();
        }

        private static boolean lacks(Map<Half, EpochMark> database, Half half, Optional<Long> acknowledged) {
            return acknowledged
                    .filter(heartbeat -> Optional.ofNullable(database.get(half))
                            .filter(mark -> mark.heartbeat() >= heartbeat)
                            .isEmpty())
                    .isPresent();
        }

        private boolean isUnnoticed() {
            return noticedBefore
                    .filter(before -> driver.losses().size() <= before)
                    .isPresent();
        }
    }
}
