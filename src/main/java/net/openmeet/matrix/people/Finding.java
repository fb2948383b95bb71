package net.openmeet.matrix.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.people.AccountBody.Hold;
import net.openmeet.matrix.people.AccountLearning.Learned;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.Refusal;

/** What one outcome tells about the account a lane holds now: one method for each kind of call. */
record Finding(LaneKey lane, AccountBody body, Plan.Do sent, Policy policy, Instant now) {
    private static final int MOST_RIDDLES = 2;

    Learned registered(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> now(body.holding(Hold.MADE).withTries(Pace.found(body.tries())));
            case Outcome.AlreadySo ignored -> nameInUse();
            case Outcome.Uncertain ignored -> now(body.holding(Hold.UNANSWERED));
            case Outcome.Contradicted contradicted ->
                contradicted.belief() == Outcome.Belief.NAME_FREE ? nameInUse() : contradicted(contradicted);
            case Outcome.Rejected rejected -> refused(rejected.failure());
            case Outcome.RoomUnknown unknown -> refused(unknown.failure());
            case Outcome.CredentialRejected rejected -> refused(rejected.failure());
            case Outcome.Retry ignored -> now(body);
        };
    }

    private Learned nameInUse() {
        boolean maybeOurs = body.hold() == Hold.UNANSWERED || body.hold() == Hold.LOST;
        return now(body.holding(maybeOurs ? Hold.RETAKEN : Hold.TAKEN));
    }

    Learned claimRead(Outcome outcome) {
        return body.isGone() ? claimReadOfGone(outcome) : claimReadOfAlive(outcome);
    }

    /** Nobody is missing an account that isn't provably theirs. */
    private Learned claimReadOfGone(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied applied -> now(body.holding(holdOfGone(applied.seen())));
            case Outcome.CredentialRejected ignored -> now(body.holding(Hold.REFUSED));
            case Outcome.Contradicted ignored -> now(body.holding(Hold.REFUSED));
            case Outcome.Rejected ignored -> now(body.holding(Hold.REFUSED));
            case Outcome.RoomUnknown ignored -> now(body.holding(Hold.REFUSED));
            case Outcome.AlreadySo ignored -> now(body);
            case Outcome.Uncertain ignored -> now(body);
            case Outcome.Retry ignored -> now(body);
        };
    }

    private Hold holdOfGone(Seen seen) {
        if (isOurs(seen)) {
            return Hold.CONFIRMED;
        }
        boolean maybeMade = switch (body.hold()) {
            case UNANSWERED, RETAKEN, DOUBTED, LOST -> true;
            case UNSEEN, TAKEN, MADE, FOUND, CLAIMED, CONFIRMED, REFUSED -> false;
        };
        return maybeMade && seen instanceof Seen.Absent ? Hold.MADE : Hold.REFUSED;
    }

    private boolean isOurs(Seen seen) {
        return seen instanceof Seen.Claim claim && claim.person().equals(lane.toString());
    }

    private Learned claimReadOfAlive(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied applied -> claimSeen(applied.seen());
            case Outcome.CredentialRejected rejected -> unknown(rejected.failure());
            case Outcome.Contradicted contradicted -> contradicted(contradicted);
            case Outcome.Rejected rejected -> refused(rejected.failure());
            case Outcome.RoomUnknown unknown -> refused(unknown.failure());
            case Outcome.AlreadySo ignored -> now(body);
            case Outcome.Uncertain ignored -> now(body);
            case Outcome.Retry ignored -> now(body);
        };
    }

    private Learned claimSeen(Seen seen) {
        if (!(seen instanceof Seen.Claim claim)) {
            return unclaimed();
        }
        return isOurs(claim)
                ? now(body.holding(Hold.CONFIRMED).withTries(Pace.found(body.tries())))
                : refused(AccountProblems.HANDLE_TAKEN, "The account is claimed for " + claim.person());
    }

    /** The account is there and carries no claim. */
    private Learned unclaimed() {
        if (body.hold() == Hold.CLAIMED) {
            return refused(AccountProblems.ACCOUNT_UNUSABLE, "The homeserver lost the claim we put");
        }
        if (body.hold() == Hold.DOUBTED) {
            return now(body.holding(Hold.MADE));
        }
        if (body.identity().filter(Identity::registered).isPresent()) {
            return now(body.holding(Hold.FOUND));
        }
        // Where others make accounts, one that was ours and is there again is the person's.
        if (body.hold() == Hold.RETAKEN || body.hold() == Hold.UNANSWERED) {
            return now(body.holding(Hold.MADE));
        }
        return refused(AccountProblems.IDENTITY_CONFLICT, "The account was there before and carries no claim");
    }

    /** Nobody can act as this user. */
    private Learned unknown(Outcome.Failure failure) {
        return switch (body.hold()) {
            case UNSEEN, UNANSWERED -> now(body.withTries(Pace.afterProbe(body.tries(), policy, now)));
            case DOUBTED, LOST -> now(gone());
            case TAKEN, RETAKEN -> inUseAndUnknown(failure);
            case MADE, FOUND, CLAIMED, CONFIRMED -> now(AccountFold.lost(body, policy, now));
            case REFUSED -> now(body);
        };
    }

    /** It was ours and isn't there: made again at once where we make accounts, and waited for where others do. */
    private AccountBody gone() {
        AccountBody lost = AccountFold.lost(body, policy, now);
        return policy.accounts().areMade()
                ? lost.holding(Hold.LOST)
                : lost.withTries(Pace.afterProbe(lost.tries(), policy, now));
    }

    /** Once may be a wipe between two calls. Again and again is an account that only looks like one. */
    private Learned inUseAndUnknown(Outcome.Failure failure) {
        if (policy.accounts().areMade() && body.tries().probes() >= MOST_RIDDLES) {
            return refused(AccountProblems.ACCOUNT_UNUSABLE, failure);
        }
        return now(body.holding(Hold.UNSEEN).withTries(Pace.afterRiddle(body.tries(), policy, now)));
    }

    Learned claimPut(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> now(claimed());
            case Outcome.AlreadySo ignored -> now(claimed());
            // Read before putting it over what somebody else may have put meanwhile.
            case Outcome.Uncertain ignored -> now(body.hold() == Hold.FOUND ? body.holding(Hold.TAKEN) : body);
            case Outcome.CredentialRejected rejected -> unknown(rejected.failure());
            case Outcome.Contradicted contradicted -> contradicted(contradicted);
            case Outcome.Rejected rejected -> refused(rejected.failure());
            case Outcome.RoomUnknown unknown -> refused(unknown.failure());
            case Outcome.Retry ignored -> now(body);
        };
    }

    private AccountBody claimed() {
        return switch (body.hold()) {
            case MADE -> body.holding(Hold.CONFIRMED);
            case FOUND -> body.holding(Hold.CLAIMED);
            case UNSEEN, UNANSWERED, TAKEN, RETAKEN, CLAIMED, CONFIRMED, DOUBTED, LOST, REFUSED -> body;
        };
    }

    Learned attributePut(AccountAttribute.Wanted wanted, Outcome outcome) {
        if (!body.isOurs()) {
            // Lost or refused while the call was under way: what it did to another account tells nothing.
            return now(body);
        }
        return switch (outcome) {
            case Outcome.Applied ignored -> now(shown(wanted));
            case Outcome.AlreadySo ignored -> now(shown(wanted));
            case Outcome.Uncertain ignored -> now(body.with(wanted.attribute(), AccountBody.Attribute.UNKNOWN));
            case Outcome.CredentialRejected rejected ->
                switch (rejected.credential()) {
                    // An account that is gone has nothing left to clear.
                    case ACCOUNT -> body.isGone() ? now(shown(wanted)) : unknown(rejected.failure());
                    case ADMIN, APPSERVICE, USER, GIVEN -> refused(wanted, rejected.failure());
                };
            case Outcome.Contradicted contradicted -> refused(wanted, contradicted.failure());
            case Outcome.Rejected rejected -> refused(wanted, rejected.failure());
            case Outcome.RoomUnknown unknown -> refused(wanted, unknown.failure());
            case Outcome.Retry ignored -> now(body);
        };
    }

    private AccountBody shown(AccountAttribute.Wanted wanted) {
        return body.with(
                wanted.attribute(),
                new AccountBody.Attribute(Optional.of(wanted.value()), Optional.empty(), Optional.empty()));
    }

    private Learned contradicted(Outcome.Contradicted contradicted) {
        return contradicted.belief() == Outcome.Belief.NAME_OURS
                ? refused(AccountProblems.HANDLE_RESERVED, contradicted.failure())
                : refused(contradicted.failure());
    }

    private Learned refused(Outcome.Failure failure) {
        return refused(AccountProblems.ACCOUNT_REFUSED, failure);
    }

    private Learned refused(String reason, Outcome.Failure failure) {
        return refused(new Problem(reason, failure.errcode(), failure.error(), now));
    }

    private Learned refused(String reason, String detail) {
        return refused(new Problem(reason, Optional.empty(), detail, now));
    }

    private Learned refused(Problem problem) {
        return learned(body.refused(problem), List.of(new Refusal(sent.target(), Optional.of(sent.call()), problem)));
    }

    private Learned refused(AccountAttribute.Wanted wanted, Outcome.Failure failure) {
        String reason = wanted.attribute().word() + "-refused";
        return refused(wanted, new Problem(reason, failure.errcode(), failure.error(), now));
    }

    private Learned refused(AccountAttribute.Wanted wanted, Problem problem) {
        Optional<String> shown = body.attribute(wanted.attribute()).shown();
        AccountBody next = body.with(
                wanted.attribute(),
                new AccountBody.Attribute(shown, Optional.of(wanted.value()), Optional.of(problem)));
        return learned(next, List.of(new Refusal(sent.target(), Optional.of(sent.call()), problem)));
    }

    private Learned now(AccountBody next) {
        return learned(next, List.of());
    }

    private Learned learned(AccountBody next, List<Refusal> refusals) {
        Announcement announcement = Announcement.of(lane, next);
        return new Learned(announcement.body(), refusals, announcement.news());
    }
}
