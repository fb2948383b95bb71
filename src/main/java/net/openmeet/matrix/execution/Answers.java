package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;

/** Brings what calls came to back to their lanes, and tells whom it concerns. Owned by the stream thread. */
final class Answers {
    private final LaneTable table;
    private final LaneLogic logic;
    private final Failures failures;
    private final Tellings tellings;
    private final Outbox outbox;
    private final Quarantine quarantine;
    private final Wanting wanting;
    private final Observer.OfTask observer;

    Answers(
            LaneTable table,
            LaneLogic logic,
            Failures failures,
            Tellings tellings,
            Outbox outbox,
            Quarantine quarantine,
            Wanting wanting,
            Observer.OfTask observer) {
        this.table = table;
        this.logic = logic;
        this.failures = failures;
        this.tellings = tellings;
        this.outbox = outbox;
        this.quarantine = quarantine;
        this.wanting = wanting;
        this.observer = observer;
    }

    /** What an answer came to, how often the same was tried, and who is to be tried again because it was granted. */
    private record Learned(
            LaneLogic.Lesson lesson, LaneRecord record, Outcome outcome, int tries, List<LaneKey> revived) {}

    /** Takes in one answer; the lane is on the agenda afterwards. */
    void learn(Dispatch.Answered answered, Tenant tenant, Instant now) {
        LaneKey lane = answered.lane();
        quarantine
                .guarded(lane, () -> refused(answered, now))
                .flatMap(Function.identity())
                .ifPresent(refused -> outbox.letter(lane, refused.record(), refused.refusal(), refused.tries()));
        quarantine
                .guarded(lane, () -> learned(answered, tenant, now))
                .flatMap(Function.identity())
                .ifPresent(learned -> tell(lane, answered.sent(), learned, now));
    }

    /** What an operator should see though it isn't given up. */
    private record Refused(LaneRecord record, Refusal refusal, int tries) {}

    /** Of a closed account, the first time: it is tried again by itself, but only a person can open it. */
    private Optional<Refused> refused(Dispatch.Answered answered, Instant now) {
        return table.get(answered.lane())
                .flatMap(found -> wanting.closed(answered.lane(), found, answered.sent(), answered.outcome(), now)
                        .map(refusal -> new Refused(found, refusal, tries(answered.lane(), found, answered.sent()))));
    }

    /** Whether a call has to wait because everybody is refused the like; the lane is on the agenda then. */
    boolean heldBack(LaneKey lane, LaneRecord record, Plan.Do next, Tenant tenant, Instant now) {
        Optional<Outcome> instead = failures.heldBack(lane, record, next, tenant, now);
        instead.filter(outcome -> !failures.isOnlyLater(outcome))
                .flatMap(outcome -> quarantine.guarded(lane, () -> learned(lane, record, next, outcome, tenant, now)))
                .flatMap(Function.identity())
                .ifPresent(learned -> tell(lane, next, learned, now));
        return instead.isPresent();
    }

    /** Empty if there is nothing to learn. */
    private Optional<Learned> learned(Dispatch.Answered answered, Tenant tenant, Instant now) {
        LaneKey lane = answered.lane();
        return table.get(lane)
                .filter(found -> !isParked(found, answered, tenant, now))
                .flatMap(found -> {
                    Outcome judged = failures.judge(lane, found, answered, tenant, now);
                    retried(lane, judged);
                    return learned(lane, found, answered.sent(), judged, tenant, now);
                });
    }

    private void retried(LaneKey lane, Outcome outcome) {
        RetryReason.of(outcome).ifPresent(reason -> observer.retried(lane, reason));
    }

    private boolean isParked(LaneRecord found, Dispatch.Answered answered, Tenant tenant, Instant now) {
        LaneKey lane = answered.lane();
        boolean parked = wanting.parked(found, answered, tenant, now);
        if (parked) {
            retried(lane, answered.outcome());
            tellings.changed(lane, found, now);
        }
        return parked;
    }

    private Optional<Learned> learned(
            LaneKey lane, LaneRecord found, Plan.Do sent, Outcome outcome, Tenant tenant, Instant now) {
        if (failures.isOnlyLater(outcome)) {
            return Optional.empty();
        }
        int tries = tries(lane, found, sent);
        LaneRecord record = table.get(lane).orElse(found);
        LaneLogic.Lesson lesson = logic.learn(lane, record, sent, outcome, tenant.policy(), now);
        LaneRecord learned = failures.after(lane, lesson.record(), sent, outcome, tenant, now);
        table.put(lane, learned);
        boolean granted = outcome instanceof Outcome.Applied || outcome instanceof Outcome.AlreadySo;
        List<LaneKey> revived = granted ? Refusals.granted(lane, sent, tenant) : List.of();
        return Optional.of(new Learned(lesson, learned, outcome, tries, revived));
    }

    /** How often a call was tried, the one that comes now among them. */
    int tries(LaneKey lane, Plan.Do next) {
        return table.get(lane).map(record -> tries(lane, record, next)).orElse(1);
    }

    /** This one among them. */
    private int tries(LaneKey lane, LaneRecord record, Plan.Do sent) {
        int ofSlot = sent.target()
                .personId()
                .flatMap(id -> table.slots().get(lane, id))
                .map(slot -> slot.condition().attempts())
                .orElse(0);
        return 1 + Math.max(ofSlot, record.progress().attempts());
    }

    private void tell(LaneKey lane, Plan.Do sent, Learned learned, Instant now) {
        learned.lesson().refusals().forEach(refusal -> outbox.letter(lane, learned.record(), refusal, learned.tries()));
        learned.lesson().news().ifPresent(news -> outbox.news(lane, news));
        if (learned.outcome() instanceof Outcome.CredentialRejected rejected
                && rejected.credential() == Outcome.Credential.ACCOUNT) {
            outbox.pokeAccount(lane, sent);
        }
        learned.revived().forEach(outbox::poke);
        tellings.changed(lane, learned.record(), now);
    }
}
