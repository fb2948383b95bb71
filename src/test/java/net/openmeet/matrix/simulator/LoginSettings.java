package net.openmeet.matrix.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * How people log in.
 *
 * @param refreshable how long a token that came with a refresh token is good
 * @param other how long those without are; empty for ever. Tokens that an admin mints have their own end
 * @param refreshTokens how long a refresh token is good; empty for ever
 * @param limit how often passwords may be tried; empty without limit
 * @param delegated whether a Matrix Authentication Service does it all, and this server knows of no login
 */
public record LoginSettings(
        Duration refreshable,
        Optional<Duration> other,
        Optional<Duration> refreshTokens,
        Optional<Limit> limit,
        boolean delegated) {

    /**
     * How often a password may be tried.
     *
     * @param burst logins at once
     * @param each the time after which there is one more
     */
    public record Limit(int burst, Duration each) {
        /** Five, then one in 333 s. */
        public static final Limit OF_SYNAPSE = new Limit(5, Duration.ofMillis(333_333));
    }

    /** Synapse's own, without its limit. */
    public static LoginSettings usual() {
        return new LoginSettings(Duration.ofMinutes(5), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** With a limit on passwords. */
    public LoginSettings withLimit(Limit some) {
        return new LoginSettings(refreshable, other, refreshTokens, Optional.of(some), delegated);
    }

    /** With tokens that end. */
    public LoginSettings withLifetimes(Duration ofRefreshable, Duration ofOthers, Duration ofRefreshTokens) {
        return new LoginSettings(ofRefreshable, Optional.of(ofOthers), Optional.of(ofRefreshTokens), limit, delegated);
    }

    /** Behind a Matrix Authentication Service. */
    public LoginSettings withDelegation() {
        return new LoginSettings(refreshable, other, refreshTokens, limit, true);
    }
}
