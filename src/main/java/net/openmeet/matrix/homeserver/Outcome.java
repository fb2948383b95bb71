package net.openmeet.matrix.homeserver;

import java.time.Duration;
import java.util.Optional;

/** What one call came to: the one thing that decides what happens next. */
public sealed interface Outcome {

    /** It took effect (or, of a read, was answered), for certain. */
    record Applied(Seen seen) implements Outcome {}

    /** What we wanted was so already. Not believed while the room is uncertain. */
    record AlreadySo() implements Outcome {}

    /**
     * Nothing happened; try again.
     *
     * @param after what the homeserver asked for, if it did
     */
    record Retry(Optional<Duration> after, Scope scope, Failure failure) implements Outcome {}

    /**
     * The homeserver doesn't accept the credential, or doesn't know the account we act as.
     *
     * @param sentWith whose token it was and of which generation: it says nothing of a newer one. Absent for calls that carry their
     *     own, or none
     * @param softLogout whether the token only expired, so that its refresh token may still be good
     */
    record CredentialRejected(Credential credential, Optional<SentWith> sentWith, boolean softLogout, Failure failure)
            implements Outcome {

        /** Of a call that doesn't say what it was sent with. */
        public CredentialRejected(Credential credential, Failure failure) {
            this(credential, Optional.empty(), false, failure);
        }
    }

    /** The homeserver answered as it does for a room it doesn't know. Not proof that the room is gone. */
    record RoomUnknown(Failure failure) implements Outcome {}

    /** Something we believed when we planned isn't so: correct the belief and plan again. */
    record Contradicted(Belief belief, Failure failure) implements Outcome {}

    /**
     * The homeserver will not accept this.
     *
     * @param scope {@link Scope#TARGET}: never, so dead-letter what it was for. {@link Scope#HOMESERVER}: it refuses everybody the
     *     like, so what it was for waits until that is over
     */
    record Rejected(Failure failure, Scope scope) implements Outcome {
        public Rejected(Failure failure) {
            this(failure, Scope.TARGET);
        }
    }

    /** It may have taken effect, or may yet. */
    record Uncertain(String why) implements Outcome {}

    /** Whom a retry or a refusal holds up. */
    enum Scope {
        /** What the call was for. */
        TARGET,
        /** What has to be done as an account that the homeserver's administrator locked, suspended or closed. */
        CLOSED_ACCOUNT,
        /** Everything this sender does (a 429 is counted by sender). */
        SENDER,
        /** Everything on this homeserver. */
        HOMESERVER
    }

    /** Which credential was refused. */
    enum Credential {
        /** The application service's token. */
        APPSERVICE,
        /** The account we act as: unknown to the homeserver, or deactivated. */
        ACCOUNT,
        /** An admin's token. */
        ADMIN,
        /** A person's own token. */
        USER,
        /** What the call itself carries: a password, a refresh token, or a token to be probed. */
        GIVEN
    }

    /** What planning takes for granted until the homeserver says otherwise. */
    enum Belief {
        /** No room holds the alias (createRoom, PUT alias). */
        ALIAS_FREE,
        /** The alias points to this room (canonical alias). */
        ALIAS_OURS,
        /** The person may join without a fresh invite. */
        MAY_JOIN,
        /** The person isn't banned. */
        NOT_BANNED,
        /** Who acts is in the room. */
        ACTOR_IN_ROOM,
        /** Who acts has the level it takes. */
        ACTOR_HAS_POWER,
        /** The homeserver takes that many invites with a new room. */
        INVITES_FIT,
        /** No account has this name (register). */
        NAME_FREE,
        /** The application service may act as this user. */
        NAME_OURS
    }

    /** The facts of a failure: status, error code, text. */
    record Failure(int status, Optional<String> errcode, String error) {}
}
