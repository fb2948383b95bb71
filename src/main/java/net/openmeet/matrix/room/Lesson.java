package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.Seen;

/** One outcome to learn from: what was sent, and what changes by it. Lives within one call, on one thread. */
final class Lesson {
    final LaneKey lane;
    final Slots slots;
    final Plan.Do sent;
    final Outcome outcome;
    final Policy policy;
    final Instant now;
    private RoomBody body;
    private final List<Refusal> refusals = new ArrayList<>();
    private final Map<String, MemberSlot> changed = new LinkedHashMap<>();

    Lesson(LaneKey lane, RoomBody body, Slots slots, Plan.Do sent, Outcome outcome, Policy policy, Instant now) {
        this.lane = lane;
        this.body = body;
        this.slots = slots;
        this.sent = sent;
        this.outcome = outcome;
        this.policy = policy;
        this.now = now;
    }

    RoomBody body() {
        return body;
    }

    void body(RoomBody next) {
        body = next;
    }

    Optional<DesiredRoom> desired() {
        return body.desired(lane, policy);
    }

    void change(MemberSlot slot) {
        changed.put(slot.person().id(), slot);
    }

    Problem problem(String reason, Outcome.Failure failure) {
        return new Problem(isEverybodys() ? HeldBack.REASON : reason, failure.errcode(), failure.error(), now);
    }

    void refusal(Problem problem) {
        if (!isEverybodys()) {
            refusals.add(new Refusal(sent.target(), Optional.of(sent.call()), problem));
        }
    }

    /** To be dead-lettered, though the homeserver refused nothing. */
    void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    /** Whether the homeserver refuses everybody the like: then it waits for that to end, and nobody is told of this one. */
    boolean isEverybodys() {
        return outcome instanceof Outcome.Rejected rejected && rejected.scope() == Outcome.Scope.HOMESERVER;
    }

    /** Gives up {@code value} of an attribute: dead-lettered by itself, holding nothing else up. */
    void refuse(String attribute, String value, Outcome.Failure failure) {
        Problem problem = problem("refused", failure);
        body = body.withRefused(attribute, value, problem);
        refusal(problem);
    }

    /** Whether nobody knows what became of the call, or may become of it yet. */
    boolean isUncertain() {
        return outcome instanceof Outcome.Uncertain;
    }

    boolean isDone() {
        return outcome instanceof Outcome.Applied || outcome instanceof Outcome.AlreadySo;
    }

    /** What the answer shows, if it is a good one that shows such a thing. */
    <T extends Seen> Optional<T> seen(Class<T> type) {
        return outcome instanceof Outcome.Applied applied && type.isInstance(applied.seen())
                ? Optional.of(type.cast(applied.seen()))
                : Optional.empty();
    }

    /** Why the homeserver will never accept it, if so. */
    Optional<Outcome.Failure> rejection() {
        return outcome instanceof Outcome.Rejected rejected ? Optional.of(rejected.failure()) : Optional.empty();
    }

    /** What of our beliefs isn't so, if so. */
    Optional<Outcome.Contradicted> contradiction() {
        return outcome instanceof Outcome.Contradicted contradicted ? Optional.of(contradicted) : Optional.empty();
    }

    boolean contradicts(Outcome.Belief belief) {
        return outcome instanceof Outcome.Contradicted contradicted && contradicted.belief() == belief;
    }

    boolean isRoomUnknown() {
        return outcome instanceof Outcome.RoomUnknown;
    }

    /** Suspects that the room is gone where the answer looks like it. */
    void doubtIfUnknown() {
        if (isRoomUnknown() || contradicts(Outcome.Belief.ACTOR_IN_ROOM)) {
            body = body.doubting(now);
        }
    }

    RoomLearning.Learned done() {
        return new RoomLearning.Learned(body, List.copyOf(changed.values()), List.copyOf(refusals));
    }
}
