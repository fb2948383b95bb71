package net.openmeet.matrix.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.openmeet.matrix.homeserver.MatrixCall;

/**
 * Owners of a lane that die and lose what they didn't commit, while the homeserver may still be at their last call: as the executor
 * deals with it, in memory.
 */
final class Takeovers {
    private static final List<ModelHomeserver.Stage> STAGES = List.copyOf(EnumSet.allOf(ModelHomeserver.Stage.class));

    private final LaneDriver lane;
    private final List<Late> late = new ArrayList<>();
    private final List<Operation> told = new ArrayList<>();
    private Optional<Instant> verifyAt = Optional.empty();
    private Stored stored;

    private record Late(Instant at, Runnable effect) {}

    /** What was committed; {@code rests} until when the lane surely made no call unless it was told something. */
    private record Stored(
            RoomBody body, Map<String, MemberSlot> slots, Tally tally, Optional<Instant> verifyAt, Instant rests) {}

    Takeovers(LaneDriver lane) {
        this.lane = lane;
        this.stored = new Stored(RoomBody.fresh(), Map.of(), Tally.none(), Optional.empty(), Instant.MAX);
    }

    void told(Operation operation) {
        told.add(operation);
    }

    void commit() {
        stored = new Stored(lane.body, new TreeMap<>(lane.slots), lane.tally, verifyAt, rests());
        told.clear();
    }

    private Instant rests() {
        List<MemberSlot> page = lane.dirty();
        Plan plan = RoomPlanner.plan(lane.lane, lane.body, page, false, lane.policy, lane.now)
                .plan();
        Instant verified = verifyAt.orElse(Instant.MAX);
        return switch (plan) {
            case Plan.Do ignored -> Instant.MIN;
            case Plan.Settled ignored -> page.isEmpty() ? verified : Instant.MIN;
            case Plan.Wait wait -> {
                boolean ours = wait.reason().turn() == WaitReason.Turn.OURS && wait.reason() != WaitReason.SETTLING;
                Instant until =
                        wait.until().orElse(lane.now.plus(lane.policy.patience().recheck()));
                yield ours || !page.isEmpty() ? Instant.MIN : until.isBefore(verified) ? until : verified;
            }
        };
    }

    void crash(Random random) {
        if (lane.plan().plan() instanceof Plan.Do step && !(step.call() instanceof MatrixCall.Read)) {
            leaveUnderWay(step.call(), random);
        }
        lane.body = stored.body();
        lane.slots.clear();
        lane.slots.putAll(stored.slots());
        lane.tally = stored.tally();
        verifyAt = stored.verifyAt();
        lane.pass(Duration.ofMillis(random.nextBoolean() ? random.nextInt(45_000) : 0));
        boolean suspect = !stored.rests().isAfter(lane.now);
        if (suspect) {
            doubt();
        }
        for (Operation operation : List.copyOf(told)) {
            doubt();
            lane.foldAgain(operation);
            doubt();
        }
    }

    /** It takes effect at any time within twice its timeout, or never, or half. */
    private void leaveUnderWay(MatrixCall call, Random random) {
        int fate = random.nextInt(8);
        if (fate == 0) {
            return;
        }
        if (fate == 1) {
            lane.server.effect(call);
        } else if (fate == 2 && call instanceof MatrixCall.CreateRoom create) {
            lane.server.half(create, STAGES.get(random.nextInt(STAGES.size())));
        } else {
            long most =
                    lane.policy.patience().callTimeout().toMillis() * (call instanceof MatrixCall.CreateRoom ? 4 : 2);
            Instant at = lane.now.plusMillis(random.nextLong(most));
            late.add(new Late(at, () -> lane.server.effect(call)));
        }
    }

    private void doubt() {
        boolean slow = lane.body.roomId().isEmpty();
        Instant until = lane.now.plus(lane.policy.patience().callTimeout().multipliedBy(slow ? 4 : 2));
        lane.body = lane.body.interrupted(Optional.of(until));
        verifyAt = Optional.of(until);
    }

    /** Once nothing can take effect late any more, the lane is looked at again. */
    void verify() {
        if (verifyAt.filter(at -> !lane.now.isBefore(at)).isPresent()) {
            verifyAt = Optional.empty();
            lane.body = lane.body.interrupted(Optional.empty());
        }
    }

    /** Lets time pass until then; false if there is nothing to verify. */
    boolean pass() {
        verifyAt.ifPresent(at -> lane.pass(Duration.between(lane.now, at)));
        return verifyAt.isPresent();
    }

    Instant sooner(Instant until) {
        return verifyAt.filter(until::isAfter).filter(lane.now::isBefore).orElse(until);
    }

    /** Time passed. */
    void passed() {
        for (Late effect : List.copyOf(late)) {
            if (!effect.at().isAfter(lane.now)) {
                late.remove(effect);
                effect.effect().run();
            }
        }
    }
}
