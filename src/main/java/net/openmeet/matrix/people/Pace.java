package net.openmeet.matrix.people;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.room.Policy;

/** When an account is asked for again. */
final class Pace {
    /** Probes get up to 16 times as rare as the policy's re-check: a first login also comes to us as a registered handle. */
    private static final int MOST_DOUBLINGS = 4;

    /** A wipe and one late poke from a room cost no wait. */
    private static final int FREE_LOSSES = 2;

    private static final int MOST_LOSSES = 30;

    private Pace() {}

    /** After a look for an account that somebody else will make, and that isn't there. */
    static AccountBody.Tries afterProbe(AccountBody.Tries tries, Policy policy, Instant now) {
        Duration wait = policy.patience().recheck().multipliedBy(1L << Math.min(tries.probes(), MOST_DOUBLINGS));
        return new AccountBody.Tries(
                Math.min(tries.probes(), MOST_DOUBLINGS) + 1,
                tries.losses(),
                tries.lostAt(),
                Optional.of(now.plus(wait)));
    }

    /** After a name was in use and still no such account known: at once where we make accounts. */
    static AccountBody.Tries afterRiddle(AccountBody.Tries tries, Policy policy, Instant now) {
        return policy.accounts().areMade()
                ? new AccountBody.Tries(tries.probes() + 1, tries.losses(), tries.lostAt(), Optional.empty())
                : afterProbe(tries, policy, now);
    }

    /** After the account was found or made. */
    static AccountBody.Tries found(AccountBody.Tries tries) {
        return new AccountBody.Tries(0, tries.losses(), tries.lostAt(), Optional.empty());
    }

    /**
     * After the account turned out to be unknown. One that gets lost again and again, such as a deactivated one, which exists to some
     * calls only, is asked for at growing distances: 1 s, 2 s, up to the policy's re-check.
     */
    static AccountBody.Tries afterLoss(AccountBody.Tries tries, Policy policy, Instant now) {
        Duration recheck = policy.patience().recheck();
        boolean again = tries.lostAt()
                .filter(last -> now.isBefore(last.plus(recheck.multipliedBy(2))))
                .isPresent();
        int losses = again ? Math.min(tries.losses() + 1, MOST_LOSSES) : 1;
        Optional<Instant> notBefore = losses <= FREE_LOSSES
                ? Optional.empty()
                : Optional.of(now.plus(shorter(Duration.ofSeconds(1L << (losses - FREE_LOSSES - 1)), recheck)));
        return new AccountBody.Tries(0, losses, Optional.of(now), notBefore);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
