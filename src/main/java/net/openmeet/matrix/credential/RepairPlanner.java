package net.openmeet.matrix.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialBody.Step;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.UserId;

/**
 * Says what the repair of a credential does next: the first step in the order of the design that there are means for. Pure; the Matrix user
 * id never changes.
 */
public final class RepairPlanner {
    /** A token from an admin login-as is hard to revoke (it survives logout and deactivation), so it ends by itself. */
    static final Duration PUPPET = Duration.ofDays(7);

    /** Of a credential that a person has to mend: five logins by password cost a pause of 333 s on Synapse. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    /** Between two looks whether the file of a refused token was corrected: they cost no call. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private RepairPlanner() {}

    /** The next step at {@code now}. */
    public static RepairPlan plan(CredentialBody body, Means means, Instant now) {
        Optional<Instant> later = body.notBefore().filter(now::isBefore);
        return switch (body.state()) {
            case VALID -> new RepairPlan.Done(body);
            case FORGOTTEN -> forgetting(body, means, later);
            case REPAIRING, SUSPENDED ->
                isCorrected(body, means)
                        ? next(body.repairing(Optional.empty(), now), means, now)
                        : later.<RepairPlan>map(until -> waiting(body, means, until, now))
                                .orElseGet(() -> next(body, means, now));
        };
    }

    /** Whether its file holds another token than the one that was refused. */
    private static boolean isCorrected(CredentialBody body, Means means) {
        return isOfFile(body, means) && means.configured().orElseThrow().generation() != body.generation();
    }

    private static boolean isOfFile(CredentialBody body, Means means) {
        return body.state() == CredentialState.SUSPENDED
                && body.tokens().isEmpty()
                && means.configured().isPresent();
    }

    private static RepairPlan.Wait waiting(CredentialBody body, Means means, Instant until, Instant now) {
        Instant look = now.plus(LOOK);
        return new RepairPlan.Wait(body, isOfFile(body, means) && look.isBefore(until) ? look : until);
    }

    private static RepairPlan forgetting(CredentialBody body, Means means, Optional<Instant> later) {
        if (body.step() != Step.LOGOUT || means.held().isEmpty()) {
            return new RepairPlan.Done(body);
        }
        return later.<RepairPlan>map(until -> new RepairPlan.Wait(body, until))
                .orElseGet(() -> new RepairPlan.Do(
                        body, new MatrixCall.Logout(means.held().get().access()), means));
    }

    private static RepairPlan next(CredentialBody body, Means means, Instant now) {
        for (Step step : Step.values()) {
            if (step.compareTo(body.step()) >= 0) {
                Optional<MatrixCall.OfCredential> call = call(step, body, means, now);
                if (call.isPresent()) {
                    return new RepairPlan.Do(body.at(step), call.get(), means);
                }
            }
        }
        Instant until = now.plus(PAUSE);
        return waiting(body.suspended(nothingLeft(means, body, now), until, now), means, until, now);
    }

    private static Optional<MatrixCall.OfCredential> call(Step step, CredentialBody body, Means means, Instant now) {
        Optional<UserId> user = means.key().user().filter(id -> means.keeps());
        return switch (step) {
            case PROBE ->
                means.configured()
                        .filter(token -> isWorthProbing(token, body, means))
                        .map(token -> new MatrixCall.WhoAmIWith(token.token()));
            case REFRESH -> means.held().flatMap(Tokens::refresh).map(MatrixCall.Refresh::new);
            case LOGIN ->
                means.password()
                        .filter(password -> means.keeps())
                        .map(password -> new MatrixCall.LoginPassword(means.admin(), password, means.deviceId()));
            case LOOK -> user.map(MatrixCall.ReadUser::new);
            // Only if the look said so.
            case MAKE -> user.filter(id -> body.step() == Step.MAKE).map(MatrixCall.MakeUser::new);
            case LOGIN_AS -> user.map(id -> new MatrixCall.LoginAs(id, now.plus(PUPPET)));
            case LOGOUT -> Optional.empty();
        };
    }

    /** An application service has nothing else; an administrator's token that was refused isn't asked about again. */
    private static boolean isWorthProbing(Means.Configured token, CredentialBody body, Means means) {
        return means.key().kind() == CredentialKey.Kind.APPSERVICE
                || token.generation() != body.generation()
                || body.state() == CredentialState.SUSPENDED;
    }

    private static Problem nothingLeft(Means means, CredentialBody body, Instant now) {
        if (means.key().kind() == CredentialKey.Kind.USER && !means.keeps()) {
            return new Problem("no-key-file", Optional.empty(), "there is no key file to keep a token with", now);
        }
        return body.problem()
                .orElseGet(() -> new Problem(
                        "no-credential",
                        Optional.empty(),
                        means.key().kind().word() + " has neither a token nor a password",
                        now));
    }
}
