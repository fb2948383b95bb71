package net.openmeet.matrix.people;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.Refusal;
import net.openmeet.matrix.room.Target;
import net.openmeet.matrix.room.WaitReason;

/**
 * Says what a person's account lane does next. Pure. A new account costs at most four calls: register, claim, display name, avatar.
 */
public final class AccountPlanner {
    static final String SLOT = "account";
    static final Target REGISTER = Target.account("register");
    static final Target CLAIM = Target.account("claim");

    private AccountPlanner() {}

    /**
     * What comes next.
     *
     * @param body to be stored before the plan is carried out
     * @param refusals to be dead-lettered
     * @param news to be sent to the people stage
     */
    public record Planned(AccountBody body, List<Refusal> refusals, Optional<AccountNews> news, Plan plan) {}

    /** The next step of {@code lane}; equal what is wanted and known costs no call. */
    public static Planned plan(LaneKey lane, AccountBody body, Policy policy, Instant now) {
        Optional<UserId> user =
                body.identity().flatMap(Identity::localpart).map(localpart -> new UserId(localpart, policy.server()));
        if (body.isGone()) {
            return planned(lane, body, user.map(id -> cleared(body, id, policy)).orElse(new Plan.Settled()));
        }
        if (body.identity().isEmpty()) {
            return planned(lane, body, new Plan.Settled());
        }
        if (user.isEmpty()) {
            return new Planned(
                    body,
                    List.of(),
                    Announcement.ofMissingHandle(lane, policy),
                    new Plan.Wait(WaitReason.NO_HANDLE, Optional.empty()));
        }
        if (body.hold() != AccountBody.Hold.REFUSED) {
            Optional<Problem> unfit = unfit(user.get(), policy, now);
            if (unfit.isPresent()) {
                Refusal refusal = new Refusal(REGISTER, Optional.empty(), unfit.get());
                Plan wait = new Plan.Wait(WaitReason.IDENTITY_REFUSED, Optional.empty());
                return planned(lane, body.refused(unfit.get()), List.of(refusal), wait);
            }
        }
        return planned(lane, body, alive(lane, body, user.get(), policy, now));
    }

    private static Planned planned(LaneKey lane, AccountBody body, Plan plan) {
        return planned(lane, body, List.of(), plan);
    }

    private static Planned planned(LaneKey lane, AccountBody body, List<Refusal> refusals, Plan plan) {
        Announcement announcement = Announcement.of(lane, body);
        return new Planned(announcement.body(), refusals, announcement.news(), plan);
    }

    private static Plan alive(LaneKey lane, AccountBody body, UserId user, Policy policy, Instant now) {
        return switch (body.hold()) {
            case UNSEEN, UNANSWERED, LOST -> sought(body, user, policy, now);
            case TAKEN, RETAKEN, CLAIMED, DOUBTED -> new Plan.Do(new MatrixCall.ReadClaim(user), CLAIM);
            case MADE, FOUND -> new Plan.Do(new MatrixCall.PutClaim(user, lane.toString()), CLAIM);
            case CONFIRMED -> shown(body, user, policy);
            case REFUSED -> new Plan.Wait(WaitReason.IDENTITY_REFUSED, Optional.empty());
        };
    }

    private static Plan sought(AccountBody body, UserId user, Policy policy, Instant now) {
        Optional<Instant> later = body.tries().notBefore().filter(now::isBefore);
        boolean made = policy.accounts().areMade();
        if (later.isPresent()) {
            return new Plan.Wait(made ? WaitReason.RETRY : WaitReason.NO_ACCOUNT, later);
        }
        return made
                ? new Plan.Do(new MatrixCall.Register(user), REGISTER)
                : new Plan.Do(new MatrixCall.ReadClaim(user), CLAIM);
    }

    /** A person who is gone leaves no name behind on an account that is theirs; if that isn't sure, the claim decides. */
    private static Plan cleared(AccountBody body, UserId user, Policy policy) {
        return switch (body.hold()) {
            case MADE, CONFIRMED -> shown(body, user, policy);
            case UNSEEN, UNANSWERED, TAKEN, RETAKEN, FOUND, CLAIMED, DOUBTED, LOST ->
                new Plan.Do(new MatrixCall.ReadClaim(user), CLAIM);
            case REFUSED -> new Plan.Settled();
        };
    }

    private static Plan shown(AccountBody body, UserId user, Policy policy) {
        return AccountAttribute.next(body, policy)
                .<Plan>map(wanted ->
                        new Plan.Do(wanted.call(user), wanted.attribute().target()))
                .orElse(new Plan.Settled());
    }

    /** Asked each time, so that an account which the configuration reserves later stops being a person's. */
    static Optional<Problem> unfit(UserId user, Policy policy, Instant now) {
        if (!Localparts.usable(user.localpart(), user.server())) {
            return Optional.of(new Problem(
                    AccountProblems.HANDLE_INVALID, Optional.empty(), "No user can be called " + user, now));
        }
        String localpart = user.localpart();
        boolean reserved = localpart.equalsIgnoreCase(policy.bot().localpart())
                || policy.reservedLocalparts().stream()
                        .anyMatch(pattern -> pattern.matcher(localpart).matches()
                                || pattern.matcher(localpart.toLowerCase(Locale.ROOT))
                                        .matches());
        return reserved
                ? Optional.of(new Problem(
                        AccountProblems.HANDLE_RESERVED, Optional.empty(), user + " is never a person", now))
                : Optional.empty();
    }
}
