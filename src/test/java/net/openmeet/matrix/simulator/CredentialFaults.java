package net.openmeet.matrix.simulator;

import java.util.function.Consumer;

/** What an operator, an accident or time may do to accounts and their tokens. Safe for any thread. */
public final class CredentialFaults {
    private final Homeserver homeserver;

    CredentialFaults(Homeserver homeserver) {
        this.homeserver = homeserver;
    }

    /** Ends a token as its user's logout does, with all tokens and refresh tokens of its device. */
    public void logOut(String token) {
        sessions(sessions -> sessions.close(token));
    }

    /** A user logs out everywhere; tokens that an admin minted for them go on working. */
    public void logOutEverywhere(String userId) {
        sessions(sessions -> sessions.closeAll(userId));
    }

    /** Ends every token that acts as a user, those too that an admin minted. */
    public void endTokensOf(String userId) {
        sessions(sessions -> sessions.endAllOf(userId));
    }

    /** An access token comes to its end, softly, or a refresh token. */
    public void expire(String token) {
        sessions(sessions -> sessions.expire(token));
    }

    /** Every token of every user is unknown from now on; users and rooms stay. */
    public void loseTokens() {
        sessions(Sessions::clear);
    }

    /** Gives a user a password to log in with. */
    public void setPassword(String userId, String password) {
        account(userId, account -> account.protectWith(password));
    }

    /** Closes an account: it is logged out and leaves its rooms. */
    public void deactivate(String userId) {
        homeserver.within(database -> {
            database.accounts()
                    .find(userId)
                    .ifPresent(account -> new Deactivation(database, homeserver.settings()).close(account));
            return userId;
        });
    }

    /** Locks or unlocks: a locked user's tokens are refused, but not forgotten. */
    public void lock(String userId, boolean isLocked) {
        account(userId, account -> account.lock(isLocked));
    }

    /** Suspends or not: who is suspended may read, but not join or write. */
    public void suspend(String userId, boolean isSuspended) {
        account(userId, account -> account.suspend(isSuspended));
    }

    /** Gives or takes a server administrator's rights. */
    public void makeAdmin(String userId, boolean isAdmin) {
        account(userId, account -> account.makeAdmin(isAdmin));
    }

    private void account(String userId, Consumer<Account> change) {
        homeserver.within(database -> {
            database.accounts().find(userId).ifPresent(change);
            return userId;
        });
    }

    private void sessions(Consumer<Sessions> change) {
        homeserver.within(database -> {
            change.accept(database.accounts().sessions());
            return database;
        });
    }
}
