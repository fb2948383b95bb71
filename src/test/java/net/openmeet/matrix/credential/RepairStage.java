package net.openmeet.matrix.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.TokenOwner;
import net.openmeet.matrix.homeserver.UserId;

/** A credential, what stands in the configuration's files, and repairs that are played against a homeserver of the test. */
abstract class RepairStage {
    static final String SERVER = "openmeet.test";
    static final UserId ADMIN = new UserId("admin", SERVER);
    static final UserId ANA = new UserId("ana", SERVER);
    static final CredentialKey OF_ANA = CredentialKey.of("ta", ANA);
    static final CredentialKey OF_ADMIN = CredentialKey.ofAdmin("ta");
    static final CredentialKey OF_APPSERVICE = CredentialKey.ofAppservice("ta");
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final Outcome.Failure UNKNOWN_TOKEN =
            new Outcome.Failure(401, Optional.of("M_UNKNOWN_TOKEN"), "Invalid access token passed.");
    static final Problem REFUSED =
            new Problem("refused", Optional.of("M_UNKNOWN_TOKEN"), "401 Invalid access token passed.", START);

    final Configuration configuration = new Configuration();
    final CredentialBook book = new CredentialBook();
    final Vault vault = new Vault(KeyRing.parse(List.of("k1:" + "A".repeat(43) + "=")));
    final TenantCredentials credentials = new TenantCredentials(
            "ta",
            SERVER,
            Optional.of(ADMIN),
            configuration,
            () -> configuration.password,
            Optional.of(vault),
            true,
            book);
    Instant now = START;
    final List<MatrixCall.OfCredential> sent = new ArrayList<>();
    Optional<RepairRequest.Refused> asked = Optional.empty();

    /** What stands in the configuration's files at the moment. */
    static final class Configuration implements Bearers {
        Optional<String> token = Optional.empty();
        Optional<SecretText> password = Optional.empty();

        @Override
        public Bearer bot() {
            return read(new TokenOwner.Appservice());
        }

        @Override
        public Bearer user(UserId user) {
            return bot();
        }

        @Override
        public Bearer admin() {
            return read(new TokenOwner.Admin());
        }

        private Bearer read(TokenOwner owner) {
            return token.map(text -> Bearer.of(owner, 1_000_000 + text.hashCode(), SecretText.of(text)))
                    .orElseGet(() -> Bearer.none(owner, 0, "none"));
        }
    }

    static CredentialBody refused(CredentialBody body, long generation) {
        return RepairFold.asked(body, new RepairRequest.Refused(generation, REFUSED), Optional.empty(), START);
    }

    CredentialBody fresh() {
        return CredentialBody.unheardOf(START);
    }

    /** Plays a repair until it has nothing to send now. */
    CredentialBody play(
            CredentialKey key, CredentialBody start, Function<MatrixCall.OfCredential, Outcome> homeserver) {
        CredentialBody body = start;
        for (int step = 0; step < 20; step++) {
            RepairPlan plan = RepairPlanner.plan(body, credentials.means(key, body), now);
            if (plan instanceof RepairPlan.Wait wait) {
                return wait.body();
            }
            if (plan instanceof RepairPlan.Done done) {
                return done.body();
            }
            RepairPlan.Do next = (RepairPlan.Do) plan;
            sent.add(next.call());
            RepairLearning.Learned learned = RepairLearning.learn(
                    next.body(),
                    credentials,
                    credentials.means(key, next.body()),
                    next.call(),
                    homeserver.apply(next.call()),
                    Duration.ofSeconds(1),
                    now);
            asked = learned.admin();
            body = learned.body();
        }
        throw new AssertionError("It never ends: " + sent);
    }

    List<String> kinds() {
        return sent.stream().map(call -> call.getClass().getSimpleName()).toList();
    }

    static Outcome applied(Seen seen) {
        return new Outcome.Applied(seen);
    }

    static Outcome token(String access) {
        return applied(new Seen.Token(
                SecretText.of(access),
                Optional.of(SecretText.of(access + "_refresh")),
                Optional.empty(),
                Optional.empty()));
    }

    static Outcome given() {
        return new Outcome.CredentialRejected(Outcome.Credential.GIVEN, UNKNOWN_TOKEN);
    }

    static Outcome account(boolean deactivated, boolean locked) {
        return applied(new Seen.Account(ANA, false, deactivated, locked, false));
    }

    String access(CredentialKey key, CredentialBody body) {
        return credentials.means(key, body).held().orElseThrow().access().reveal();
    }

    Outcome puppets(MatrixCall.OfCredential call) {
        return switch (call) {
            case MatrixCall.Refresh ignored -> given();
            case MatrixCall.ReadUser ignored -> account(false, false);
            default -> token("puppet");
        };
    }
}
