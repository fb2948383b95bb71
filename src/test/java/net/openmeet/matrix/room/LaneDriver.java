package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;

/**
 * Runs one lane against a model homeserver as an executor would: one call at a time, everything stored as JSON in between, and time
 * passes only by waiting.
 */
final class LaneDriver implements Slots {
    static final UserId BOT = UserId.parse("@bot:hs.test");
    private static final int PAGE = 100;

    /** What becomes of a call. */
    interface Fate {
        Outcome of(MatrixCall call, ModelHomeserver server, Consumer<Runnable> late);
    }

    final LaneKey lane;
    final ModelHomeserver server;
    final List<Refusal> refusals = new ArrayList<>();
    final TreeMap<String, MemberSlot> slots = new TreeMap<>();
    Policy policy;
    RoomBody body = RoomBody.fresh();
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    Plan last = new Plan.Settled();
    Tally tally = Tally.none();
    Fate fate = (call, model, late) -> model.execute(call);
    private final List<Runnable> late = new ArrayList<>();
    private boolean behind;
    private final Takeovers takeovers = new Takeovers(this);

    LaneDriver(LaneKey lane, ModelHomeserver server, Policy policy) {
        this.lane = lane;
        this.server = server;
        this.policy = policy;
    }

    static LaneDriver of(String lane) {
        return new LaneDriver(LaneKey.parse(lane), new ModelHomeserver(BOT), Policy.defaults("t", BOT));
    }

    /** Rooms without a marker are taken over where one of these made them. */
    void adopt(UserId... creators) {
        policy = new Policy(
                policy.tenant(),
                policy.bot(),
                policy.templates(),
                policy.groupLevels(),
                policy.attendeeLevels(),
                policy.inRoomGroupRoles(),
                policy.inRoomStatuses(),
                policy.roomVersion(),
                policy.identities(),
                policy.accounts(),
                policy.deactivateDeleted(),
                Set.of(creators),
                policy.reservedLocalparts(),
                policy.patience());
    }

    /** Another lane on the same homeserver. */
    LaneDriver beside(String other) {
        return new LaneDriver(LaneKey.parse(other), server, policy);
    }

    @Override
    public Optional<MemberSlot> member(String personId) {
        return Optional.ofNullable(slots.get(personId));
    }

    @Override
    public void forEach(Consumer<MemberSlot> visitor) {
        List.copyOf(slots.values()).forEach(visitor);
    }

    /** Folds, and returns whether it was stale. */
    boolean fold(Operation operation) {
        takeovers.told(operation);
        return foldAgain(operation);
    }

    /** The same as {@link #fold} for what an earlier owner may have heard. */
    boolean foldAgain(Operation operation) {
        RoomFold.Folded folded = RoomFold.fold(lane, body, this, reread(operation), policy, now);
        store(folded.body(), folded.changed());
        return folded.stale();
    }

    private static Operation reread(Operation operation) {
        return Json.read(Json.write(operation), Operation.class);
    }

    private void store(RoomBody next, List<MemberSlot> changed) {
        body = Json.read(Json.write(next), RoomBody.class);
        assertThat(body).isEqualTo(next);
        for (MemberSlot slot : changed) {
            MemberSlot stored = Json.read(Json.write(slot), MemberSlot.class);
            assertThat(stored).isEqualTo(slot);
            MemberSlot before = slots.put(slot.person().id(), stored);
            tally = before == null ? tally : tally.minus(Tally.of(before, body, policy));
            tally = tally.plus(Tally.of(stored, body, policy));
        }
    }

    /** The epoch of the homeserver was raised: the next visit renews the lane. */
    void raiseEpoch() {
        behind = true;
    }

    /** Another policy is configured, and the lane is renewed for it. */
    void govern(Policy next) {
        policy = next;
        body = RoomRenewal.underAnotherPolicy(body);
        store(
                body,
                List.copyOf(slots.values()).stream()
                        .map(slot -> RoomRenewal.lookedAt(slot, body, false, policy, now))
                        .toList());
        tally = slots.values().stream()
                .map(slot -> Tally.of(slot, body, policy))
                .reduce(Tally.none(), Tally::plus);
    }

    /** Runs until nothing is left but to wait for somebody else, or {@code most} calls were made. */
    int run(int most) {
        int calls = 0;
        for (int round = 0; round < 5000; round++) {
            if (calls >= most) {
                return calls;
            }
            takeovers.verify();
            RoomPlanner.Planned planned = plan();
            switch (planned.plan()) {
                case Plan.Do step -> {
                    send(step);
                    calls++;
                }
                case Plan.Wait wait -> {
                    if (!passes(wait, planned) && !(most == Integer.MAX_VALUE && takeovers.pass())) {
                        return calls;
                    }
                }
                case Plan.Settled ignored -> {
                    if (dirty().isEmpty()) {
                        if (most == Integer.MAX_VALUE && takeovers.pass()) {
                            continue;
                        }
                        return calls;
                    }
                    assertThat(planned.changed())
                            .as("A settled plan leaves nobody of the page dirty")
                            .isNotEmpty();
                }
            }
        }
        throw new AssertionError("Doesn't converge: " + last + " "
                + server.calls.subList(Math.max(0, server.calls.size() - 20), server.calls.size()));
    }

    /** Runs to the end, and returns the calls it took. */
    int run() {
        return run(Integer.MAX_VALUE);
    }

    /** Whether to go on: after a wait of ours, or where the page changed so that there is a next one. */
    private boolean passes(Plan.Wait wait, RoomPlanner.Planned planned) {
        boolean progress = planned.changed().stream()
                .anyMatch(slot -> slot.condition().state() != MemberSlot.Condition.State.DIRTY);
        if (progress && !dirty().isEmpty()) {
            return true;
        }
        if (wait.reason().turn() == WaitReason.Turn.OPENMEET || wait.reason() == WaitReason.MISCONFIGURED) {
            return false;
        }
        Instant until = wait.until().orElseThrow(() -> new AssertionError("Waits for nothing: " + wait));
        assertThat(until).as("A wait ends later than it begins: %s", wait).isAfter(now);
        pass(Duration.between(now, takeovers.sooner(until)));
        return true;
    }

    /** Lets time pass: what homeserver is still at takes effect. */
    void pass(Duration time) {
        now = now.plus(time);
        List.copyOf(late).forEach(Runnable::run);
        late.clear();
        takeovers.passed();
    }

    RoomPlanner.Planned plan() {
        if (behind) {
            behind = false;
            store(RoomRenewal.afterUpheaval(lane, body, policy), List.of());
        }
        List<MemberSlot> dirty = dirty();
        List<MemberSlot> page = dirty.stream().limit(PAGE).toList();
        RoomPlanner.Planned planned = RoomPlanner.plan(lane, body, page, dirty.size() > page.size(), policy, now);
        store(planned.body(), planned.changed());
        refusals.addAll(planned.refusals());
        last = planned.plan();
        return planned;
    }

    private void send(Plan.Do step) {
        Outcome outcome = fate.of(step.call(), server, late::add);
        RoomLearning.Learned learned = RoomLearning.learn(lane, body, this, step, outcome, policy, now);
        store(learned.body(), learned.changed());
        refusals.addAll(learned.refusals());
        if (outcome instanceof Outcome.Uncertain) {
            pass(policy.patience().callTimeout().multipliedBy(2));
        } else if (outcome instanceof Outcome.Retry) {
            pass(Duration.ofSeconds(1));
        }
    }

    /** What is stored now is what a later owner finds. */
    void commit() {
        takeovers.commit();
    }

    /** The instance dies with all it didn't commit, and with a call under way, and another takes over. */
    void crash(Random random) {
        takeovers.crash(random);
    }

    List<MemberSlot> dirty() {
        return slots.values().stream()
                .filter(slot -> slot.condition().state() == MemberSlot.Condition.State.DIRTY)
                .toList();
    }

    ModelRoom room() {
        return server.room(body.roomId().orElseThrow());
    }

    boolean roomIsOpen() {
        return body.roomId().isPresent()
                && room().joinRule.filter(JoinRule.PUBLIC::equals).isPresent();
    }

    /** Calls since {@code from}, by their kind. */
    List<String> callsSince(int from) {
        return server.calls.subList(from, server.calls.size()).stream()
                .map(call -> call.getClass().getSimpleName())
                .toList();
    }

    /** The reason of what was given up and is still wanted. */
    Optional<String> standingProblem() {
        return StandingProblem.of(lane, body, policy).map(Problem::reason);
    }
}
