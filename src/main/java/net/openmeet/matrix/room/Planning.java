package net.openmeet.matrix.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.UserId;

/** One run of the planner: what it was given, and what it changes on the way. Lives within one call, on one thread. */
final class Planning {
    final LaneKey lane;
    final Policy policy;
    final Instant now;
    final List<Seat> seats;
    final Optional<DesiredRoom> desired;
    private RoomBody body;
    private final List<Refusal> refusals = new ArrayList<>();
    private final Map<String, MemberSlot> changed = new LinkedHashMap<>();
    private Optional<Plan.Wait> wait = Optional.empty();

    Planning(LaneKey lane, RoomBody body, List<MemberSlot> page, Policy policy, Instant now) {
        this.lane = lane;
        this.policy = policy;
        this.now = now;
        this.body = body;
        this.seats = page.stream().map(slot -> Seat.of(slot, body, policy)).toList();
        this.desired = body.desired(lane, policy);
    }

    RoomBody body() {
        return body;
    }

    void body(RoomBody next) {
        body = next;
    }

    RoomId room() {
        return body.roomId().orElseThrow();
    }

    /** Who closes a room: a deletion, also one that was followed by a revival before everybody was out. */
    boolean closing() {
        return body.home().closing();
    }

    JoinRule joinRule() {
        return closing() ? JoinRule.INVITE : desired.map(DesiredRoom::joinRule).orElse(JoinRule.INVITE);
    }

    boolean listed() {
        return !closing() && desired.map(DesiredRoom::listed).orElse(false);
    }

    /** Whether who isn't a member has to get out. */
    boolean membersOnly() {
        return closing() || desired.map(DesiredRoom::membersOnly).orElse(false);
    }

    /** The bot's level; without bound where it created a room of version 12 or later. */
    int botLevel() {
        return LevelRules.botLevel(body, policy);
    }

    void refuse(Target target, Optional<MatrixCall> call, String reason, String detail) {
        refusals.add(new Refusal(target, call, new Problem(reason, Optional.empty(), detail, now)));
    }

    void change(MemberSlot slot) {
        changed.put(slot.person().id(), slot);
    }

    /** Notes something to wait for, while whatever else can be done is done. Ours goes before OpenMeet's, and sooner before later. */
    void waitFor(WaitReason reason, Optional<Instant> until) {
        Plan.Wait next = new Plan.Wait(reason, until);
        wait = Optional.of(wait.map(other -> sooner(other, next)).orElse(next));
    }

    void waitFor(WaitReason reason, Instant since, Duration most) {
        waitFor(reason, Optional.of(since.plus(most)));
    }

    private static Plan.Wait sooner(Plan.Wait one, Plan.Wait other) {
        Plan.Wait reason = one.reason().turn() == WaitReason.Turn.OURS ? one : other;
        Optional<Instant> until = one.until()
                .map(its -> other.until().filter(its::isAfter).orElse(its))
                .or(other::until);
        return new Plan.Wait(reason.reason(), until);
    }

    Optional<Plan> call(MatrixCall call, Target target) {
        return Optional.of(new Plan.Do(call, target));
    }

    /** Writes a state event as the bot, unless it is so already, was refused, or is beyond the bot. */
    Optional<Plan> put(String attribute, boolean equal, RoomState state) {
        if (equal || wasRefused(attribute, state.toString())) {
            return Optional.empty();
        }
        if (lacksLevelFor(state.type())) {
            waitFor(WaitReason.MISCONFIGURED, now, policy.patience().recheck());
            return Optional.empty();
        }
        return call(new MatrixCall.PutState(room(), state, Optional.empty()), Target.room(attribute));
    }

    boolean wasRefused(String attribute, String value) {
        boolean refused = body.wasRefused(attribute, value);
        if (refused && HeldBack.isHeldBack(body, attribute)) {
            waitFor(WaitReason.MISCONFIGURED, Optional.empty());
        } else if (refused) {
            waitFor(WaitReason.DEAD_LETTERED, Optional.empty());
        }
        return refused;
    }

    /** Whether the bot is known to lack the level to write state events of {@code type}. */
    boolean lacksLevelFor(String type) {
        return body.power()
                .levels()
                .filter(levels -> !body.power().missing() && levels.toSend(type) > botLevel())
                .isPresent();
    }

    boolean isLocal(UserId user) {
        return user.server().equals(policy.server());
    }

    private Plan explained(Plan plan) {
        return plan instanceof Plan.Do next ? next.because(Causes.of(next, body, seats)) : plan;
    }

    RoomPlanner.Planned done(Optional<Plan> plan) {
        Plan end = plan.map(this::explained)
                .orElseGet(() -> wait.<Plan>map(its -> its).orElseGet(Plan.Settled::new));
        return new RoomPlanner.Planned(body, List.copyOf(changed.values()), List.copyOf(refusals), end);
    }
}
