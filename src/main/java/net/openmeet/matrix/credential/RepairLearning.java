package net.openmeet.matrix.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialBody.Step;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.UserId;

/** Takes what a step of a repair came to. Pure. */
public final class RepairLearning {
    /** Of an account that an administrator of the homeserver closed: only they can open it. */
    private static final Duration CLOSED = Duration.ofMinutes(10);
    /** In case the word that the administrator has another token is lost. */
    private static final Duration ADMIN = Duration.ofMinutes(2);

    private final CredentialBody body;
    private final TenantCredentials credentials;
    private final Means means;
    private final Instant now;

    private RepairLearning(CredentialBody body, TenantCredentials credentials, Means means, Instant now) {
        this.body = body;
        this.credentials = credentials;
        this.means = means;
        this.now = now;
    }

    /**
     * What is known now.
     *
     * @param admin what is asked of the administrator's credential, if that is what failed
     */
    public record Learned(CredentialBody body, Optional<RepairRequest.Refused> admin) {
        private Learned(CredentialBody body) {
            this(body, Optional.empty());
        }
    }

    /**
     * {@code body} after {@code call} ended with {@code outcome}.
     *
     * @param credentials seals what was got
     * @param pause the backoff for one more failure in a row
     */
    public static Learned learn(
            CredentialBody body,
            TenantCredentials credentials,
            Means means,
            MatrixCall.OfCredential call,
            Outcome outcome,
            Duration pause,
            Instant now) {
        return new RepairLearning(body, credentials, means, now).learn(call, outcome, pause);
    }

    private Learned learn(MatrixCall.OfCredential call, Outcome outcome, Duration pause) {
        boolean logout = call instanceof MatrixCall.Logout;
        if (body.state() == CredentialState.VALID || (body.state() == CredentialState.FORGOTTEN && !logout)) {
            return new Learned(body); // of a repair that another, or a reset, overtook: a token it got ends by itself
        }
        if (logout) {
            return loggedOut(outcome, pause);
        }
        return switch (outcome) {
            case Outcome.Applied applied -> applied(call, applied.seen());
            case Outcome.AlreadySo ignored -> new Learned(body);
            case Outcome.Contradicted ignored -> new Learned(body.at(Step.LOGIN_AS)); // somebody made it meanwhile
            case Outcome.CredentialRejected rejected -> rejected(call, rejected);
            case Outcome.Retry retry -> later(retry.failure(), longer(pause, retry.after()));
            case Outcome.Uncertain uncertain ->
                new Learned(
                        body.later(new Problem("no-answer", Optional.empty(), uncertain.why(), now), now.plus(pause)));
            case Outcome.Rejected refused ->
                refused.scope() == Outcome.Scope.HOMESERVER
                        ? delegated(refused.failure())
                        : failed(call, problem("refused", refused.failure()));
            case Outcome.RoomUnknown unknown -> failed(call, problem("refused", unknown.failure()));
        };
    }

    private Learned applied(MatrixCall.OfCredential call, Seen seen) {
        return switch (seen) {
            case Seen.Self self -> accepted(self);
            case Seen.Token token -> got(call, token);
            case Seen.Account account -> looked(account);
            case Seen.AccountMade ignored -> new Learned(body.at(Step.LOGIN_AS));
            case Seen.Absent ignored -> missing();
            default -> new Learned(body);
        };
    }

    /** The token of the configuration works. It must be whom the configuration says: else everything would be done as somebody else. */
    private Learned accepted(Seen.Self self) {
        if (means.key().kind() == CredentialKey.Kind.ADMIN && !self.user().equals(means.admin())) {
            String detail = "the access token is that of " + self.user() + ", not of " + means.admin();
            return failedStep(new Problem("other-user", Optional.empty(), detail, now));
        }
        return new Learned(means.configured()
                .map(token -> body.accepted(token.generation(), now))
                .orElse(body));
    }

    private Learned got(MatrixCall.OfCredential call, Seen.Token token) {
        // A puppet token's answer doesn't say when it ends; the call did.
        Optional<Instant> end =
                call instanceof MatrixCall.LoginAs as ? Optional.of(as.validUntil()) : token.expiresAt();
        Optional<String> device = token.deviceId().or(() -> means.held().flatMap(Tokens::deviceId));
        Tokens tokens = new Tokens(token.access(), token.refresh(), end, device);
        return new Learned(credentials.sealed(means.key(), body, tokens, now));
    }

    private Learned looked(Seen.Account account) {
        if (account.deactivated() || account.locked()) {
            String why = account.deactivated() ? "user-deactivated" : "user-locked";
            Problem problem = new Problem(why, Optional.empty(), account.user() + " is closed on the homeserver", now);
            return new Learned(body.suspended(problem, now.plus(CLOSED), now));
        }
        return new Learned(body.at(Step.LOGIN_AS));
    }

    /** Nobody has the name. It had an account before if it ever had a token: that is made again, with the same id. */
    private Learned missing() {
        if (means.mayMakeAccounts() || body.generation() != 0) {
            return new Learned(body.at(Step.MAKE));
        }
        UserId user = means.key().user().orElseGet(means::admin);
        Problem problem = new Problem("no-account", Optional.empty(), user + " has no account", now);
        return new Learned(body.suspended(problem, now.plus(CLOSED), now));
    }

    private Learned rejected(MatrixCall.OfCredential call, Outcome.CredentialRejected rejected) {
        Problem problem = problem("refused", rejected.failure());
        return switch (rejected.credential()) {
            case ADMIN -> {
                long generation = rejected.sentWith().map(SentWith::generation).orElse(0L);
                Problem waits = problem("admin-credential", rejected.failure());
                yield new Learned(
                        body.awaiting(generation, waits, now.plus(ADMIN)),
                        Optional.of(new RepairRequest.Refused(generation, problem, body.traceparent())));
            }
            case ACCOUNT -> missing();
            case GIVEN, USER, APPSERVICE -> failed(call, problem);
        };
    }

    /** A step that came to nothing for certain: the next one. */
    private Learned failed(MatrixCall.OfCredential call, Problem problem) {
        if (call instanceof MatrixCall.LoginAs
                || call instanceof MatrixCall.MakeUser
                || call instanceof MatrixCall.ReadUser) {
            return new Learned(body.suspended(problem, now.plus(CLOSED), now));
        }
        return failedStep(problem);
    }

    /** Under Matrix Authentication Service nobody gets a token here; only an application service can act for people. */
    private Learned delegated(Outcome.Failure failure) {
        Problem problem = new Problem(
                "delegated-logins",
                failure.errcode(),
                "the homeserver leaves logins to a Matrix Authentication Service: an application service is needed",
                now);
        return new Learned(body.suspended(problem, now.plus(CLOSED), now));
    }

    private Learned failedStep(Problem problem) {
        CredentialBody tried = body.step() == Step.PROBE ? named() : body;
        return new Learned(tried.at(body.step().otherwise()).because(problem));
    }

    /** By the token of the configuration that was tried: it isn't tried again before its file is another. */
    private CredentialBody named() {
        return means.configured()
                .filter(token -> body.tokens().isEmpty())
                .map(token -> body.named(token.generation()))
                .orElse(body);
    }

    private Learned loggedOut(Outcome outcome, Duration pause) {
        return switch (outcome) {
            case Outcome.Retry retry -> later(retry.failure(), longer(pause, retry.after()));
            case Outcome.Uncertain uncertain ->
                new Learned(
                        body.later(new Problem("no-answer", Optional.empty(), uncertain.why(), now), now.plus(pause)));
            case Outcome.Applied ignored -> new Learned(body.forgotten(now));
            case Outcome.AlreadySo ignored -> new Learned(body.forgotten(now));
            case Outcome.CredentialRejected ignored -> new Learned(body.forgotten(now));
            case Outcome.Contradicted ignored -> new Learned(body.forgotten(now));
            case Outcome.Rejected ignored -> new Learned(body.forgotten(now));
            case Outcome.RoomUnknown ignored -> new Learned(body.forgotten(now));
        };
    }

    private Learned later(Outcome.Failure failure, Duration pause) {
        return new Learned(body.later(problem("retry", failure), now.plus(pause)));
    }

    private static Duration longer(Duration own, Optional<Duration> asked) {
        return asked.filter(wish -> wish.compareTo(own) > 0).orElse(own);
    }

    private Problem problem(String reason, Outcome.Failure failure) {
        return new Problem(reason, failure.errcode(), failure.status() + " " + failure.error(), now);
    }
}
