package net.openmeet.matrix.people;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.people.AccountBody.Hold;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Policy;

/**
 * What a person's account lane forgets, or looks at again, when something changed for its whole tenant. Pure. The Matrix id stays
 * whatever happens.
 */
public final class AccountRenewal {
    private AccountRenewal() {}

    /**
     * After the homeserver's database was wiped or restored: nothing we saw counts. An account that was ours is looked at, and made
     * again if it is gone; without our claim, as in an older backup, it is ours all the same.
     */
    public static AccountBody afterUpheaval(AccountBody body) {
        Hold hold = switch (body.hold()) {
            case MADE, CONFIRMED, DOUBTED -> Hold.DOUBTED;
            case UNANSWERED, RETAKEN, LOST -> Hold.UNANSWERED;
            case UNSEEN, TAKEN, FOUND, CLAIMED, REFUSED -> Hold.UNSEEN;
        };
        return body.holding(hold).withAttributes(Map.of()).withTries(AccountBody.Tries.NONE);
    }

    /** Somebody asked for a resync: the claim is read, and what was refused is tried again. */
    public static AccountBody resynced(AccountBody body) {
        return reread(AccountFold.retried(body));
    }

    /** The daily look: an account that is ours is looked at. What was refused stays so. */
    public static AccountBody reread(AccountBody body) {
        return body.hold() == Hold.CONFIRMED && !body.isGone() ? body.holding(Hold.DOUBTED) : body;
    }

    /** Under another policy who waited is tried at once, and who was reserved may not be any more. */
    public static AccountBody underAnotherPolicy(AccountBody body, Policy policy, Instant now) {
        AccountBody.Tries tries = body.tries();
        AccountBody ready = body.withTries(new AccountBody.Tries(0, tries.losses(), tries.lostAt(), Optional.empty()));
        boolean reservedByUs = body.hold() == Hold.REFUSED
                && body.refusal()
                        .filter(problem -> problem.reason().equals(AccountProblems.HANDLE_RESERVED)
                                && problem.errcode().isEmpty())
                        .isPresent();
        boolean fit = body.identity()
                .flatMap(Identity::localpart)
                .filter(localpart -> AccountPlanner.unfit(new UserId(localpart, policy.server()), policy, now)
                        .isEmpty())
                .isPresent();
        return reservedByUs && fit ? ready.holding(Hold.UNSEEN) : ready;
    }
}
