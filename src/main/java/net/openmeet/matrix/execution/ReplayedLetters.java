package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.execution.ReplayNotes.Noted;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.people.AccountPlanner;
import net.openmeet.matrix.room.HeldBack;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.RoomBody;
import net.openmeet.matrix.room.RoomPlanner;
import net.openmeet.matrix.room.WaitReason;

/**
 * Finds out what became of the operations' letters that were replayed, by looking at their slots now and then while there are any: that
 * way nothing else has to know of them. What is refused again {@link Outbox} tells. Owned by the stream thread.
 */
final class ReplayedLetters {
    /** Between two rounds, and so between the first two looks. */
    private static final Duration ROUND = Duration.ofMillis(100);
    /** What takes its time is looked at less often. */
    private static final Duration SELDOM = Duration.ofSeconds(10);
    /** What waits no longer than this is simply under way. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** Nobody asks any more. */
    private static final Duration KEPT = Duration.ofDays(7);

    private static final int MOST = 200;

    private final ReplayNotes notes;
    private final LaneTable table;
    private final Agenda agenda;
    private final Predicate<LaneKey> isInFlight;
    private final Outbox outbox;
    private final Quarantine quarantine;
    private final Function<String, Optional<Tenant>> tenants;
    private Instant next = Instant.EPOCH;

    /** What became of a replay, as far as can be seen. */
    private record Sight(Fate.Word word, Optional<String> detail) {
        static Sight waiting(WaitReason reason) {
            return new Sight(Fate.Word.WAITING, Optional.of(reason.word()));
        }

        static Sight rejected(Optional<Problem> problem) {
            return new Sight(Fate.Word.REJECTED, problem.map(Problem::reason));
        }
    }

    ReplayedLetters(
            ReplayNotes notes,
            LaneTable table,
            Agenda agenda,
            Predicate<LaneKey> isInFlight,
            Outbox outbox,
            Quarantine quarantine,
            Function<String, Optional<Tenant>> tenants) {
        this.notes = notes;
        this.table = table;
        this.agenda = agenda;
        this.isInFlight = isInFlight;
        this.outbox = outbox;
        this.quarantine = quarantine;
        this.tenants = tenants;
    }

    /** One punctuation: nothing at all while nobody replays letters. */
    void step(Instant now) {
        if (notes.isEmpty() || now.isBefore(next)) {
            return;
        }
        next = now.plus(ROUND);
        notes.due(now, MOST).forEach(noted -> look(noted, now));
    }

    private void look(Noted noted, Instant now) {
        LaneKey lane = noted.lane();
        ReplayNote note = noted.note();
        Duration age = Duration.between(note.since(), now);
        if (age.compareTo(KEPT) > 0) {
            notes.remove(lane, note);
            return;
        }
        Optional<Sight> sight = tenants.apply(lane.tenant())
                .flatMap(tenant -> quarantine.guarded(lane, () -> sight(lane, note, tenant, now)))
                .flatMap(Function.identity());
        if (sight.filter(its -> its.word() != Fate.Word.WAITING).isPresent()) {
            outbox.fate(note.provenance(), sight.get().word(), sight.get().detail());
            notes.remove(lane, note);
            return;
        }
        Duration quarter = age.dividedBy(4);
        Duration pause = quarter.compareTo(SELDOM) > 0 ? SELDOM : quarter.compareTo(ROUND) < 0 ? ROUND : quarter;
        Optional<Sight> news = sight.filter(its -> age.compareTo(GRACE) >= 0)
                .filter(its -> !its.detail().equals(note.told()));
        news.ifPresentOrElse(
                its -> {
                    outbox.fate(note.provenance(), its.word(), its.detail());
                    notes.keep(new Noted(lane, note.waitingFor(its.detail().orElseThrow()), now.plus(pause)));
                },
                () -> notes.later(noted, pause, now));
    }

    /** Empty while the lane is being driven. */
    private Optional<Sight> sight(LaneKey lane, ReplayNote note, Tenant tenant, Instant now) {
        Optional<LaneRecord> record = table.get(lane);
        if (record.isEmpty()) {
            return Optional.of(new Sight(Fate.Word.NOTHING, Optional.empty()));
        }
        if (quarantine.holds(lane)) {
            return Optional.of(new Sight(Fate.Word.REJECTED, Optional.of(Quarantine.BROKEN)));
        }
        return note.personId()
                .map(id -> ofMember(lane, id, record.get(), note, tenant, now))
                .orElseGet(() -> ofLane(lane, record.get(), note, tenant, now));
    }

    private Optional<Sight> ofMember(
            LaneKey lane, String id, LaneRecord record, ReplayNote note, Tenant tenant, Instant now) {
        Optional<MemberSlot> slot = table.slots().get(lane, id);
        if (slot.isEmpty()) {
            // Forgotten with its room.
            return Optional.of(done(note, record.room().flatMap(RoomBody::origin)));
        }
        MemberSlot.Condition condition = slot.get().condition();
        return switch (condition.state()) {
            case CLEAN -> Optional.of(done(note, slot.get().told().map(Operation.Told::origin)));
            case WAITING -> condition.waiting().map(reason -> rested(reason, condition.problem()));
            case DIRTY ->
                condition.retryAt().filter(now::isBefore).isPresent()
                        ? Optional.of(Sight.waiting(condition.waiting().orElse(WaitReason.RETRY)))
                        : resting(lane, tenant, now);
        };
    }

    private Optional<Sight> ofLane(LaneKey lane, LaneRecord record, ReplayNote note, Tenant tenant, Instant now) {
        Policy policy = tenant.policy();
        if (record.room().filter(HeldBack::any).isPresent()) {
            return Optional.of(Sight.waiting(WaitReason.MISCONFIGURED));
        }
        Plan plan = record.room()
                .map(body -> RoomPlanner.plan(lane, body, List.of(), false, policy, now)
                        .plan())
                .or(() -> record.account()
                        .map(body ->
                                AccountPlanner.plan(lane, body, policy, now).plan()))
                .orElseGet(Plan.Settled::new);
        return switch (plan) {
            case Plan.Settled ignored -> Optional.of(done(note, record.room().flatMap(RoomBody::origin)));
            case Plan.Wait wait ->
                switch (wait.reason()) {
                    case SETTLING -> Optional.empty();
                    case DEAD_LETTERED -> Optional.of(refused(record, note));
                    default -> Optional.of(Sight.waiting(wait.reason()));
                };
            case Plan.Do ignored -> resting(lane, tenant, now);
        };
    }

    /** What is refused of a room holds nothing else of it up. */
    private static Sight refused(LaneRecord record, ReplayNote note) {
        Map<String, RoomBody.Refused> refused = record.room()
                .filter(body -> body.roomId().isPresent())
                .map(RoomBody::refused)
                .orElseGet(Map::of);
        Optional<RoomBody.Refused> its = refused.entrySet().stream()
                .filter(entry -> note.attribute().map(entry.getKey()::equals).orElse(true))
                .map(Map.Entry::getValue)
                .findFirst();
        return refused.isEmpty() || its.isPresent()
                ? Sight.rejected(its.map(RoomBody.Refused::problem)
                        .or(() -> record.progress().lastProblem()))
                : done(note, record.room().flatMap(RoomBody::origin));
    }

    private static Sight rested(WaitReason reason, Optional<Problem> problem) {
        return reason == WaitReason.DEAD_LETTERED ? Sight.rejected(problem) : Sight.waiting(reason);
    }

    /** The lane waits as a whole, as for its homeserver. */
    private Optional<Sight> resting(LaneKey lane, Tenant tenant, Instant now) {
        if (tenant.gate().isOut()) {
            return Optional.of(Sight.waiting(WaitReason.HOMESERVER));
        }
        return agenda.entry(lane)
                .filter(entry -> entry.at().isAfter(now) && !isInFlight.test(lane))
                .flatMap(AgendaEntry::waiting)
                .filter(reason -> reason != WaitReason.SETTLING && reason != WaitReason.VERIFYING)
                .map(Sight::waiting);
    }

    /** As desired, if not for the sake of the fact that the letter shows. */
    private static Sight done(ReplayNote note, Optional<Origin> held) {
        Optional<String> newer = held.map(ReplayedFacts::at)
                .filter(at -> note.origin().filter(origin -> !origin.equals(at)).isPresent())
                .map(Object::toString);
        return new Sight(newer.isPresent() ? Fate.Word.SUPERSEDED : Fate.Word.APPLIED, newer);
    }
}
