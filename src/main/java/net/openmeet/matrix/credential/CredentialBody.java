package net.openmeet.matrix.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Problem;

/**
 * A credential as its repairer stores it.
 *
 * @param v format version of the stored value
 * @param generation which token it is, see {@link CredentialRecord}
 * @param minted how many tokens were got for it: the next generation that isn't the configuration's
 * @param tokens encrypted for {@code generation}; absent for a token of the configuration, and where there is none
 * @param problem why it isn't valid
 * @param since when it came to be in this state
 * @param step what is tried next
 * @param attempts tries in a row that came to nothing
 * @param notBefore nothing is tried before this
 * @param awaited generation of the administrator's token that was refused for it: it waits for another
 * @param traceparent of the call whose refusal began the repair; absent in what older versions wrote
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record CredentialBody(
        int v,
        CredentialState state,
        long generation,
        long minted,
        Optional<Sealed> tokens,
        Optional<Instant> expiresAt,
        Optional<Problem> problem,
        Instant since,
        Step step,
        int attempts,
        Optional<Instant> notBefore,
        Optional<Long> awaited,
        Optional<String> traceparent) {
    private static final int FORMAT = 1;

    /** The steps of a repair, in the order in which they are tried. Not every credential has all of them. */
    public enum Step {
        /** Ask the homeserver who the token of the configuration is. */
        PROBE,
        /** Change the refresh token for a new pair. */
        REFRESH,
        /** Log in by password. */
        LOGIN,
        /** Look at the account. */
        LOOK,
        /** Make the account again, with the same id. */
        MAKE,
        /** Have the administrator log in as them. */
        LOGIN_AS,
        /** End a token that is to be forgotten. */
        LOGOUT;

        /** In lower case, as stored. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What is tried when this came to nothing. */
        Step otherwise() {
            return switch (this) {
                case PROBE -> REFRESH;
                case REFRESH -> LOGIN;
                case LOGIN -> LOOK;
                case LOOK, MAKE -> LOGIN_AS;
                case LOGIN_AS, LOGOUT -> LOGOUT;
            };
        }
    }

    /** Of which nothing was heard yet: it is taken for valid until somebody was refused. */
    public static CredentialBody unheardOf(Instant now) {
        return new CredentialBody(
                FORMAT,
                CredentialState.VALID,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                Step.PROBE,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** To be repaired, from the first step on. What there is of tokens stays: the refresh token may be good. */
    CredentialBody repairing(Optional<Problem> why, Instant now) {
        int failures = state == CredentialState.VALID ? 0 : attempts;
        Instant began = state == CredentialState.REPAIRING ? since : now;
        return being(CredentialState.REPAIRING, why.or(() -> problem), began)
                .trying(Step.PROBE, failures, Optional.empty(), Optional.empty());
    }

    /** Whose repair is in this trace. */
    CredentialBody tracedTo(Optional<String> call) {
        return new CredentialBody(
                v,
                state,
                generation,
                minted,
                tokens,
                expiresAt,
                problem,
                since,
                step,
                attempts,
                notBefore,
                awaited,
                call);
    }

    /** Of which the first that was heard is that the token of {@code first} was refused. */
    CredentialBody named(long first) {
        return holding(first, minted, tokens, expiresAt);
    }

    CredentialBody at(Step next) {
        return trying(next, attempts, notBefore, Optional.empty());
    }

    /** The token of the configuration, which {@code fingerprint} names, is accepted. */
    CredentialBody accepted(long fingerprint, Instant now) {
        return holding(fingerprint, minted, Optional.empty(), Optional.empty())
                .being(CredentialState.VALID, Optional.empty(), now)
                .resting();
    }

    /** The generation of the next token that is got. */
    long next() {
        return minted + 1;
    }

    /** Another token was got, sealed for {@link #next}. */
    CredentialBody minted(Sealed sealed, Optional<Instant> end, Instant now) {
        return holding(next(), next(), Optional.of(sealed), end)
                .being(CredentialState.VALID, Optional.empty(), now)
                .resting();
    }

    /** Tried in vain: the same step again at {@code until}. */
    CredentialBody later(Problem why, Instant until) {
        return because(why).trying(step, attempts + 1, Optional.of(until), awaited);
    }

    /** Waits until the administrator has another token than that of {@code admins}. */
    CredentialBody awaiting(long admins, Problem why, Instant until) {
        return because(why).trying(step, attempts, Optional.of(until), Optional.of(admins));
    }

    /** What it waited for of the administrator is there: nothing keeps it any longer. */
    public CredentialBody served() {
        return awaited.isEmpty() ? this : trying(step, attempts, Optional.empty(), Optional.empty());
    }

    /** A person has to help; tried again from the first step at {@code until}. */
    CredentialBody suspended(Problem why, Instant until, Instant now) {
        Instant began = state == CredentialState.SUSPENDED ? since : now;
        return being(CredentialState.SUSPENDED, Optional.of(why), began)
                .trying(Step.PROBE, attempts + 1, Optional.of(until), Optional.empty());
    }

    /** To be forgotten once its token is logged out. Nothing is sent with it meanwhile. */
    CredentialBody forgetting(Instant now) {
        return being(CredentialState.FORGOTTEN, Optional.empty(), now)
                .trying(Step.LOGOUT, 0, Optional.empty(), Optional.empty());
    }

    CredentialBody because(Problem why) {
        return being(state, Optional.of(why), since);
    }

    /** No tokens any more; the next that needs it gets another. */
    CredentialBody forgotten(Instant now) {
        return holding(generation, minted, Optional.empty(), Optional.empty())
                .being(CredentialState.FORGOTTEN, Optional.empty(), now)
                .resting();
    }

    /** As every instance is told of it. */
    public CredentialRecord record(String server) {
        return new CredentialRecord(v, server, state, generation, tokens, expiresAt, problem, since);
    }

    private CredentialBody being(CredentialState next, Optional<Problem> why, Instant began) {
        return new CredentialBody(
                v,
                next,
                generation,
                minted,
                tokens,
                expiresAt,
                why,
                began,
                step,
                attempts,
                notBefore,
                awaited,
                traceparent);
    }

    private CredentialBody holding(long which, long got, Optional<Sealed> sealed, Optional<Instant> end) {
        return new CredentialBody(
                v, state, which, got, sealed, end, problem, since, step, attempts, notBefore, awaited, traceparent);
    }

    private CredentialBody resting() {
        return trying(Step.PROBE, 0, Optional.empty(), Optional.empty()).tracedTo(Optional.empty());
    }

    private CredentialBody trying(Step next, int failures, Optional<Instant> from, Optional<Long> admins) {
        return new CredentialBody(
                v,
                state,
                generation,
                minted,
                tokens,
                expiresAt,
                problem,
                since,
                next,
                failures,
                from,
                admins,
                traceparent);
    }
}
