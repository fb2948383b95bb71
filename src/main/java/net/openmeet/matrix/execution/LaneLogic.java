package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.people.AccountBody;
import net.openmeet.matrix.people.AccountFold;
import net.openmeet.matrix.people.AccountLearning;
import net.openmeet.matrix.people.AccountNews;
import net.openmeet.matrix.people.AccountPlanner;
import net.openmeet.matrix.room.HeldBack;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.RoomBody;
import net.openmeet.matrix.room.RoomFold;
import net.openmeet.matrix.room.RoomLearning;
import net.openmeet.matrix.room.RoomPlanner;
import net.openmeet.matrix.room.WaitReason;

/** Brings the pure decisions of rooms and of accounts to stored lanes. Owned by the stream thread. */
final class LaneLogic {
    /** As many as one write of levels, or the invites of a createRoom, can use. */
    private static final int PAGE = 100;
    /** Enough to see whom to let in or out next: with a hundred each time a backfill read 100 slots for each join, six times its cost. */
    private static final int GLANCE = 10;

    private final LaneTable table;
    private final Bases bases;
    private final Renewal renewal;

    LaneLogic(LaneTable table, Bases bases, Renewal renewal) {
        this.table = table;
        this.bases = bases;
        this.renewal = renewal;
    }

    /** What planning came to: what is refused before it was tried, and what to do. */
    record Step(LaneRecord record, List<Refusal> refusals, Optional<AccountNews> news, Plan plan) {}

    /** What an outcome taught. */
    record Lesson(LaneRecord record, List<Refusal> refusals, Optional<AccountNews> news) {}

    /** Folds an operation into the lane; empty if it was stale and changed nothing. */
    Optional<LaneRecord> fold(LaneKey lane, Operation operation, Policy policy, Instant now) {
        LaneRecord record = table.get(lane).orElseGet(() -> fresh(lane, policy));
        if (record.account().isPresent()) {
            AccountBody body = record.account().get();
            AccountBody next = AccountFold.fold(lane, body, operation, policy, now);
            return Optional.of(next).filter(changed -> !changed.equals(body)).map(record::with);
        }
        LaneRecord counting = renewal.counting(lane, record, policy);
        RoomBody body = counting.room().orElseThrow();
        RoomFold.Folded folded = RoomFold.fold(lane, body, table.slots().of(lane), operation, policy, now);
        return folded.stale()
                ? Optional.empty()
                : Optional.of(table.change(lane, counting, folded.body(), folded.changed(), policy));
    }

    /** A lane of which nothing was known is behind nothing. */
    private LaneRecord fresh(LaneKey lane, Policy policy) {
        LaneRecord nothing = lane.isRoom() ? LaneRecord.ofRoom() : LaneRecord.ofAccount();
        return nothing.with(bases.now(lane.tenant(), policy));
    }

    /** Plans what the lane does next, from up to 100 of its slots. */
    Step plan(LaneKey lane, LaneRecord record, Policy policy, Instant now) {
        if (record.account().isPresent()) {
            AccountPlanner.Planned planned =
                    AccountPlanner.plan(lane, record.account().get(), policy, now);
            return new Step(record.with(planned.body()), planned.refusals(), planned.news(), explained(planned));
        }
        RoomBody body = record.room().orElseThrow();
        RoomPlanner.Planned glanced = plan(lane, body, GLANCE, policy, now);
        RoomPlanner.Planned planned = isOfOneMember(glanced.plan()) ? glanced : plan(lane, body, PAGE, policy, now);
        LaneRecord next = table.change(lane, record, planned.body(), planned.changed(), policy);
        return new Step(next, planned.refusals(), Optional.empty(), planned.plan());
    }

    private static Plan explained(AccountPlanner.Planned planned) {
        return planned.plan() instanceof Plan.Do next
                ? next.because(planned.body().origin().stream().toList())
                : planned.plan();
    }

    private RoomPlanner.Planned plan(LaneKey lane, RoomBody body, int limit, Policy policy, Instant now) {
        List<MemberSlot> page = table.slots().page(lane, now, limit);
        boolean more =
                page.size() == limit || table.slots().nextAfter(lane, now).isPresent();
        return RoomPlanner.plan(lane, body, page, more, policy, now);
    }

    private static boolean isOfOneMember(Plan plan) {
        return plan instanceof Plan.Do next
                && switch (next.call()) {
                    case MatrixCall.Join ignored -> true;
                    case MatrixCall.Invite ignored -> true;
                    case MatrixCall.Kick ignored -> true;
                    case MatrixCall.Leave ignored -> true;
                    default -> false;
                };
    }

    /** The lane with all to be tried again that waited because everybody was refused the like. */
    LaneRecord released(LaneKey lane, LaneRecord record, Policy policy, Instant now) {
        if (record.room().isEmpty()) {
            return record;
        }
        boolean members = record.tally().waiting().containsKey(WaitReason.MISCONFIGURED);
        RoomFold.Folded released =
                HeldBack.released(record.room().get(), table.slots().of(lane), members, now);
        return table.change(lane, record, released.body(), released.changed(), policy);
    }

    /** Learns from what a call came to. */
    Lesson learn(LaneKey lane, LaneRecord record, Plan.Do sent, Outcome outcome, Policy policy, Instant now) {
        if (record.account().isPresent()) {
            AccountLearning.Learned learned =
                    AccountLearning.learn(lane, record.account().get(), sent, outcome, policy, now);
            return new Lesson(
                    seen(record.with(learned.body()), sent, outcome, now), learned.refusals(), learned.news());
        }
        RoomLearning.Learned learned = RoomLearning.learn(
                lane, record.room().orElseThrow(), table.slots().of(lane), sent, outcome, policy, now);
        LaneRecord next = table.change(lane, record, learned.body(), learned.changed(), policy);
        return new Lesson(seen(next, sent, outcome, now), learned.refusals(), Optional.empty());
    }

    /** After a call that shows, or makes, all there is: the lane isn't read again for a while. */
    private static LaneRecord seen(LaneRecord record, Plan.Do sent, Outcome outcome, Instant now) {
        boolean whole = switch (sent.call()) {
            case MatrixCall.ReadRoom read ->
                record.room()
                        .flatMap(RoomBody::roomId)
                        .filter(read.room()::equals)
                        .isPresent();
            case MatrixCall.CreateRoom ignored -> true;
            case MatrixCall.ReadClaim ignored -> true;
            case MatrixCall.PutClaim ignored -> true;
            default -> false;
        };
        return whole && outcome instanceof Outcome.Applied ? record.readAt(now) : record;
    }
}
