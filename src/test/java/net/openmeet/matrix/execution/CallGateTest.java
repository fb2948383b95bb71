package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.openmeet.matrix.execution.CallGate.Ticket;
import net.openmeet.matrix.execution.CallGate.Turn;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/**
 * Never more calls are in flight than the cap allows, and none while the homeserver is out but one probe. Nobody starves: tenants
 * and their tasks take turns, and backfill goes only where no live work waits.
 */
class CallGateTest {
    private static final Outcome GOOD = new Outcome.Applied(new Seen.Done());
    private static final Outcome SILENCE = new Outcome.Retry(
            Optional.empty(), Outcome.Scope.HOMESERVER, new Outcome.Failure(0, Optional.empty(), "refused"));
    private static final Turn LIVE_A = new Turn("a", false, true);
    private static final Turn LIVE_B = new Turn("b", false, true);
    private static final Turn BACKFILL_A = new Turn("a", true, true);

    private final Instant[] now = {Instant.parse("2026-11-22T10:00:00Z")};
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));
    private final CallGate gate = new CallGate("http://hs", 4, backoff, () -> now[0]);

    @Test
    void noMoreTicketsAreGrantedThanTheCapAllows() {
        // given
        gate.demand("task-1", LIVE_A, 10);

        // when
        List<Ticket> granted = collectAll("task-1");

        // then
        assertThat(granted).hasSize(4);
        assertThat(gate.inFlight()).isEqualTo(4);
    }

    @Test
    void aTaskThatAsksLaterGetsItsTurnBeforeTheFirstOneIsDone() {
        // given
        gate.demand("task-1", LIVE_A, 100);
        assertThat(collectAll("task-1")).hasSize(4);
        gate.demand("task-2", LIVE_A, 1);

        // when
        gate.done(GOOD);
        gate.done(GOOD);

        // then
        assertThat(collectAll("task-2")).hasSize(1);
    }

    @Test
    void tenantsTakeTurnsWhateverTheyAskFor() {
        // given
        gate.demand("task-1", LIVE_A, 1000);
        collectAll("task-1");
        gate.demand("task-1", LIVE_B, 2);

        // when
        for (int i = 0; i < 4; i++) {
            gate.done(GOOD);
        }

        // then
        assertThat(collectAll("task-1"))
                .extracting(Ticket::turn)
                .containsExactlyInAnyOrder(LIVE_A, LIVE_B, LIVE_A, LIVE_B);
    }

    @Test
    void backfillWaitsForLiveWork() {
        // given
        gate.demand("task-1", BACKFILL_A, 10);
        collectAll("task-1");
        gate.demand("task-1", LIVE_B, 1);

        // when
        gate.done(GOOD);

        // then
        assertThat(collectAll("task-1")).extracting(Ticket::turn).containsExactly(LIVE_B);
    }

    @Test
    void anOutageLetsOneProbeThroughAtATimeAndStartsAgainSlowly() {
        // given
        gate.demand("task-1", LIVE_A, 100);
        collectAll("task-1");
        for (int i = 0; i < 5; i++) {
            gate.done(SILENCE);
            collectAll("task-1");
        }
        drain();
        assertThat(gate.isOut()).isTrue();

        // when
        gate.demand("task-1", LIVE_A, 100);
        List<Ticket> early = collectAll("task-1");
        now[0] = now[0].plusSeconds(31);
        List<Ticket> probe = collectAll("task-1");

        // then
        assertThat(early).isEmpty();
        assertThat(probe).hasSize(1);
        gate.done(GOOD);
        assertThat(gate.isOut()).isFalse();
        assertThat(collectAll("task-1")).hasSize(1);
        assertThat(gate.cap()).isEqualTo(1);
    }

    @Test
    void aProbeThatIsAskedToSlowDownEndsTheOutage() {
        // given
        gate.demand("task-1", LIVE_A, 100);
        collectAll("task-1");
        drain();
        collectAll("task-1"); // those whose calls have ended by now
        now[0] = now[0].plusSeconds(31);
        gate.demand("task-1", LIVE_A, 100);
        assertThat(gate.isOut()).isTrue();
        assertThat(collectAll("task-1")).hasSize(1);

        // when
        gate.done(new Outcome.Retry(
                Optional.empty(),
                Outcome.Scope.SENDER,
                new Outcome.Failure(429, Optional.of("M_LIMIT_EXCEEDED"), "Too Many Requests")));

        // then
        assertThat(gate.isOut()).isFalse();
        assertThat(collectAll("task-1")).hasSize(1);
    }

    @Test
    void aClosedTaskHandsItsTicketsOn() {
        // given
        gate.demand("task-1", LIVE_A, 4);
        gate.demand("task-2", LIVE_A, 4);

        // when
        gate.forget("task-1");

        // then
        assertThat(collectAll("task-2")).hasSize(4);
        assertThat(collectAll("task-1")).isEmpty();
    }

    @Test
    void aPausedSenderIsPausedUntilTheLatestTimeAsked() {
        // given
        UserId bot = UserId.parse("@bot:hs");
        gate.pause(bot, now[0].plusSeconds(10));
        gate.pause(bot, now[0].plusSeconds(5));

        // when
        Optional<Instant> until = gate.pausedUntil(bot);
        now[0] = now[0].plusSeconds(10);

        // then
        assertThat(until).contains(Instant.parse("2026-11-22T10:00:10Z"));
        assertThat(gate.pausedUntil(bot)).isEmpty();
        assertThat(gate.pausedSenders()).isZero();
    }

    @Test
    void whoWatchesSeesWhoIsPausedHowOftenItWasOutAndWhatTheCapGrowsBackTo() {
        // given
        gate.pause(UserId.parse("@bot:hs"), now[0].plusSeconds(10));
        gate.demand("task-1", LIVE_A, 10);
        collectAll("task-1");
        drain();
        gate.demand("task-1", LIVE_A, 10);
        collectAll("task-1");

        // when
        drain();

        // then
        assertThat(gate.isOut()).isTrue();
        assertThat(gate.outages()).isEqualTo(1);
        assertThat(gate.pausedSenders()).isEqualTo(1);
        assertThat(gate.cap()).isEqualTo(1);
        assertThat(gate.most()).isEqualTo(4);
    }

    private void drain() {
        while (gate.inFlight() > 0) {
            gate.done(SILENCE);
        }
    }

    private List<Ticket> collectAll(Object task) {
        List<Ticket> tickets = new ArrayList<>();
        Optional<Ticket> next = gate.collect(task);
        while (next.isPresent()) {
            tickets.add(next.get());
            next = gate.collect(task);
        }
        return tickets;
    }
}
