package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.ChangeWords;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.WaitReason;
import net.openmeet.matrix.room.Waited;

/**
 * Does to a copy of a lane what the executor would do to the lane itself, with the same planner and the same learning: reads are sent,
 * writes are noted and taken for granted. On the thread that asked, for one question.
 */
final class Rehearsal {
    private static final int MOST_STEPS = 10_000;
    private static final int MOST_READS = 100;

    private final LaneKey lane;
    private final Tenant tenant;
    private final Reads homeserver;
    private final LaneTable table;
    private final LaneLogic logic;
    private final Renewal renewal;
    private final Pretended pretended;
    private final List<Difference.Change> changes = new ArrayList<>();
    private Instant now;
    private int writes;
    private int reads;
    private Optional<Waited> waits = Optional.empty();
    private Optional<String> beyond = Optional.empty();

    Rehearsal(LaneKey lane, Entries copy, Tenant tenant, Standings standings, Reads homeserver, Instant now) {
        this.lane = lane;
        this.tenant = tenant;
        this.homeserver = homeserver;
        this.now = now;
        this.pretended = new Pretended(tenant.policy().bot());
        table = new LaneTable(
                Keyspace.Kind.LANES.among(copy),
                new SlotStore(Keyspace.Kind.SLOTS.among(copy), Keyspace.Kind.DIRTY.among(copy)));
        Bases bases = new Bases(standings);
        renewal = new Renewal(table, bases);
        logic = new LaneLogic(table, bases, renewal);
    }

    /** What would change if {@code poke} reached the lane, which must be there. */
    Difference of(Operation.Poke poke) {
        LaneRecord before = table.get(lane).orElseThrow();
        LaneRecord poked = logic.fold(lane, poke, tenant.policy(), now).orElse(before);
        table.put(lane, poked.with(poked.progress().poked()));
        renew();
        int steps = 0;
        while (step()) {
            if (++steps == MOST_STEPS || homeserver.isOver()) {
                beyond = Optional.of("there is more than can be looked at in one go");
                break;
            }
        }
        return new Difference(
                lane,
                List.copyOf(changes),
                writes,
                reads,
                waits,
                table.get(lane).orElseThrow().tally().waiting(),
                beyond);
    }

    private void renew() {
        boolean done = false;
        while (!done) {
            Renewal.Renewed renewed = renewal.renewed(lane, table.get(lane).orElseThrow(), tenant.policy(), now);
            table.put(lane, renewed.record());
            table.flush();
            done = renewed.done();
        }
    }

    /** Whether there is another. */
    private boolean step() {
        LaneLogic.Step step = logic.plan(lane, table.get(lane).orElseThrow(), tenant.policy(), now);
        table.put(lane, step.record());
        step.refusals().forEach(this::refused);
        return switch (step.plan()) {
            case Plan.Do next -> did(next);
            case Plan.Wait wait -> passed(wait);
            case Plan.Settled ignored -> table.slots().hasDue(lane, now);
        };
    }

    private boolean did(Plan.Do next) {
        Optional<Outcome> outcome = next.call() instanceof MatrixCall.Read read ? read(read) : written(next);
        outcome.ifPresent(seen -> {
            LaneLogic.Lesson lesson =
                    logic.learn(lane, table.get(lane).orElseThrow(), next, seen, tenant.policy(), now);
            table.put(lane, lesson.record());
            lesson.refusals().forEach(this::refused);
        });
        return outcome.isPresent();
    }

    private Optional<Outcome> written(Plan.Do next) {
        writes++;
        String call = next.call().getClass().getSimpleName();
        ChangeWords.of(next.call(), table.get(lane).flatMap(LaneRecord::room))
                .forEach(words ->
                        changes.add(new Difference.Change(call, next.target().slot(), words)));
        Optional<Outcome> outcome = pretended.write(next.call());
        if (outcome.isEmpty()) {
            beyond = Optional.of("what comes next depends on what the bot finds when it enters the room");
        }
        return outcome;
    }

    /** Empty if nobody can say what it shows. */
    private Optional<Outcome> read(MatrixCall.Read call) {
        if (pretended.isBeyond(call)) {
            beyond = Optional.of("what comes next is read from what isn't written yet");
            return Optional.empty();
        }
        Optional<Outcome> known = pretended.read(call);
        if (known.isPresent()) {
            return known;
        }
        if (++reads > MOST_READS) {
            beyond = Optional.of("there is more to read than is read for a look");
            return Optional.empty();
        }
        Optional<Outcome> outcome = homeserver.ask(call).filter(Rehearsal::isAnswer);
        if (outcome.isEmpty()) {
            beyond = Optional.of("the homeserver didn't answer "
                    + call.getClass().getSimpleName() + ", or can't be asked now: what is said here may not be all");
        }
        return outcome;
    }

    /** Whether it tells something of the lane rather than of the moment. */
    private static boolean isAnswer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Retry ignored -> false;
            case Outcome.Uncertain ignored -> false;
            case Outcome.CredentialRejected ignored -> false;
            case Outcome.Applied ignored -> true;
            case Outcome.AlreadySo ignored -> true;
            case Outcome.RoomUnknown ignored -> true;
            case Outcome.Contradicted ignored -> true;
            case Outcome.Rejected ignored -> true;
        };
    }

    /** Gathering takes a moment, which needn't be waited for here; whatever else is waited for is the end of it. */
    private boolean passed(Plan.Wait wait) {
        if (wait.reason() == WaitReason.SETTLING && wait.until().isPresent()) {
            Instant until = wait.until().get();
            now = until.isAfter(now) ? until : now.plus(Duration.ofMillis(1));
            return true;
        }
        waits = Optional.of(new Waited(wait.reason()));
        return false;
    }

    private void refused(Refusal refusal) {
        changes.add(new Difference.Change(
                "DeadLetter",
                refusal.target().slot(),
                "dead-letter "
                        + refusal.target().attribute().orElse(refusal.target().slot()) + ": "
                        + refusal.problem().reason() + ", " + refusal.problem().detail()));
    }
}
