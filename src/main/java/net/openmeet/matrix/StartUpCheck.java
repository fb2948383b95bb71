package net.openmeet.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.cli.Starter;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcomes;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.log.Fields;
import net.openmeet.matrix.room.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be told before the first room: whether the way a tenant is set up can work on its homeserver at all. One that doesn't answer
 * holds nobody up; what is wrong there shows with its first calls.
 */
final class StartUpCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StartUpCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private StartUpCheck() {}

    /**
     * Asks every homeserver at the same time; returns within fifteen seconds.
     *
     * @param minting those of {@code tenants} that have no application service
     * @throws Starter.RefusedException if a tenant's set-up can't work
     */
    static void check(Collection<Tenant> tenants, Collection<Tenant> minting) {
        List<CompletableFuture<Optional<String>>> checks = new ArrayList<>();
        for (Tenant tenant : tenants) {
            boolean mints = minting.contains(tenant);
            checks.add(ask(tenant, new MatrixCall.LoginFlows())
                    .thenCompose(outcome -> isDelegated(tenant, outcome)
                            ? CompletableFuture.completedFuture(delegated(tenant, mints))
                            : mints ? aliases(tenant) : CompletableFuture.completedFuture(Optional.empty())));
            if (!mints) {
                checks.add(ask(tenant, new MatrixCall.WhoAmI()).thenApply(outcome -> stranger(tenant, outcome)));
            }
        }
        List<String> refusals =
                checks.stream().flatMap(check -> check.join().stream()).sorted().toList();
        if (!refusals.isEmpty()) {
            throw new Starter.RefusedException(refusals);
        }
    }

    private static Optional<String> delegated(Tenant tenant, boolean mints) {
        if (mints) {
            return Optional.of("tenant " + tenant.id()
                    + ": auth is access-token, but its homeserver leaves logins to a Matrix Authentication Service,"
                    + " where nobody gets a token from it: configure an application service");
        }
        if (tenant.policy().accounts() == Policy.Accounts.CREATE) {
            Fields.of(LOG.atWarn())
                    .with(Fields.TENANT, tenant.id())
                    .log(
                            "Tenant {}: policy.accounts is create, but its homeserver leaves logins to a Matrix Authentication"
                                    + " Service: an account made here locks its person out of their first login",
                            tenant.id());
        } else {
            Fields.of(LOG.atInfo())
                    .with(Fields.TENANT, tenant.id())
                    .log(
                            "Tenant {}: its homeserver leaves logins to a Matrix Authentication Service, so accounts are waited for",
                            tenant.id());
        }
        return Optional.empty();
    }

    /**
     * Whether the token is of another user than the configuration says. Nothing could work then, and it would show with the first room
     * only. A token that is refused is another matter: it is waited for.
     */
    private static Optional<String> stranger(Tenant tenant, Outcome outcome) {
        UserId bot = tenant.policy().bot();
        return outcome instanceof Outcome.Applied applied
                        && applied.seen() instanceof Seen.Self self
                        && !self.user().equals(bot)
                ? Optional.of("tenant " + tenant.id() + ": to its homeserver the application service is " + self.user()
                        + ", not " + bot + ": correct server-name (MATRIX_SERVER_NAME) or appservice.localpart"
                        + " (MATRIX_APPSERVICE_ID)")
                : Optional.empty();
    }

    private static boolean isDelegated(Tenant tenant, Outcome outcome) {
        if (!(outcome instanceof Outcome.Applied applied)) {
            Fields.of(LOG.atWarn())
                    .with(Fields.TENANT, tenant.id())
                    .log(
                            "Tenant {}: its homeserver doesn't say how people log in, so its set-up isn't checked",
                            tenant.id());
            return false;
        }
        return applied.seen() instanceof Seen.Absent;
    }

    /**
     * Whether an administrator may make a room with one of our aliases. Synapse says so in createRoom alone, so one is made: once, private,
     * without anybody in it but the bot, and found by its alias from then on.
     */
    private static CompletableFuture<Optional<String>> aliases(Tenant tenant) {
        RoomAlias alias = new RoomAlias(
                "event-openmeet-matrix-check-" + tenant.id(), tenant.policy().server());
        return ask(tenant, new MatrixCall.LookupAlias(alias))
                .thenCompose(found -> found instanceof Outcome.Applied applied && applied.seen() instanceof Seen.Absent
                        ? ask(tenant, room(tenant, alias)).thenApply(made -> refusal(tenant, alias, made))
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    private static MatrixCall.CreateRoom room(Tenant tenant, RoomAlias alias) {
        return new MatrixCall.CreateRoom(
                alias,
                "OpenMeet start-up check",
                "Shows that rooms can be made here. Nobody needs to join",
                JoinRule.INVITE,
                false,
                tenant.policy().roomVersion(),
                tenant.id() + "/start-up-check",
                Map.of(),
                Policy.BOT_LEVEL,
                List.of());
    }

    private static Optional<String> refusal(Tenant tenant, RoomAlias alias, Outcome made) {
        return made instanceof Outcome.Rejected rejected
                        && rejected.failure()
                                .errcode()
                                .filter("M_EXCLUSIVE"::equals)
                                .isPresent()
                ? Optional.of("tenant " + tenant.id() + ": auth is access-token, but on its homeserver aliases such as "
                        + alias
                        + " are for an application service only: use its token, or make them not exclusive in its"
                        + " registration")
                : Optional.empty();
    }

    private static CompletableFuture<Outcome> ask(Tenant tenant, MatrixCall call) {
        return tenant.homeserver()
                .send(call, () -> true)
                .completeOnTimeout(new Answer.NotSent("no answer in time"), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answer -> Outcomes.classify(call, answer));
    }
}
