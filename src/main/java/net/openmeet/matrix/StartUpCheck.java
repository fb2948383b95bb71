package net.openmeet.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.cli.Starter;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcomes;
import net.openmeet.matrix.homeserver.Seen;
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
     * Asks every homeserver at the same time; returns within five seconds.
     *
     * @param minting those of {@code tenants} that have no application service
     * @throws Starter.RefusedException if a tenant's set-up can't work
     */
    static void check(Collection<Tenant> tenants, Collection<Tenant> minting) {
        List<CompletableFuture<Optional<String>>> checks = new ArrayList<>();
        for (Tenant tenant : tenants) {
            boolean mints = minting.contains(tenant);
            checks.add(ask(tenant, new MatrixCall.LoginFlows())
                    .thenApply(outcome ->
                            isDelegated(tenant, outcome) ? delegated(tenant, mints) : Optional.<String>empty()));
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
            LOG.warn(
                    "Tenant {}: policy.accounts is create, but its homeserver leaves logins to a Matrix Authentication"
                            + " Service: an account made here locks its person out of their first login",
                    tenant.id());
        } else {
            LOG.info(
                    "Tenant {}: its homeserver leaves logins to a Matrix Authentication Service, so accounts are waited for",
                    tenant.id());
        }
        return Optional.empty();
    }

    private static boolean isDelegated(Tenant tenant, Outcome outcome) {
        if (!(outcome instanceof Outcome.Applied applied)) {
            LOG.warn(
                    "Tenant {}: its homeserver doesn't say how people log in, so its set-up isn't checked",
                    tenant.id());
            return false;
        }
        return applied.seen() instanceof Seen.Absent;
    }

    private static CompletableFuture<Outcome> ask(Tenant tenant, MatrixCall call) {
        return tenant.homeserver()
                .send(call, () -> true)
                .completeOnTimeout(new Answer.NotSent("no answer in time"), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answer -> Outcomes.classify(call, answer));
    }
}
