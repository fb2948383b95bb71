package net.openmeet.matrix.credential;

import static org.assertj.core.api.Assertions.assertThat;

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
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.TokenOwner;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/**
 * A refused credential is repaired in the order of the design, by the first means that works, and the Matrix user id never changes. What no
 * means can repair is suspended, tried again with pauses, and valid again as soon as one works.
 */
class RepairTest {
    private static final String SERVER = "openmeet.test";
    private static final UserId ADMIN = new UserId("admin", SERVER);
    private static final UserId ANA = new UserId("ana", SERVER);
    private static final CredentialKey OF_ANA = CredentialKey.of("ta", ANA);
    private static final CredentialKey OF_ADMIN = CredentialKey.ofAdmin("ta");
    private static final CredentialKey OF_APPSERVICE = CredentialKey.ofAppservice("ta");
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Outcome.Failure UNKNOWN_TOKEN =
            new Outcome.Failure(401, Optional.of("M_UNKNOWN_TOKEN"), "Invalid access token passed.");
    private static final Problem REFUSED =
            new Problem("refused", Optional.of("M_UNKNOWN_TOKEN"), "401 Invalid access token passed.", START);

    private final Configuration configuration = new Configuration();
    private final CredentialBook book = new CredentialBook();
    private final Vault vault = new Vault(KeyRing.parse(List.of("k1:" + "A".repeat(43) + "=")));
    private final TenantCredentials credentials = new TenantCredentials(
            "ta",
            SERVER,
            Optional.of(ADMIN),
            configuration,
            () -> configuration.password,
            Optional.of(vault),
            true,
            book);
    private Instant now = START;
    private final List<MatrixCall.OfCredential> sent = new ArrayList<>();
    private Optional<RepairRequest.Refused> asked = Optional.empty();

    /** What stands in the configuration's files at the moment. */
    private static final class Configuration implements Bearers {
        private Optional<String> token = Optional.empty();
        private Optional<SecretText> password = Optional.empty();

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

    private static CredentialBody refused(CredentialBody body, long generation) {
        return RepairFold.asked(body, new RepairRequest.Refused(generation, REFUSED), Optional.empty(), START);
    }

    private CredentialBody fresh() {
        return CredentialBody.unheardOf(START);
    }

    /** Plays a repair until it has nothing to send now. */
    private CredentialBody play(
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

    private List<String> kinds() {
        return sent.stream().map(call -> call.getClass().getSimpleName()).toList();
    }

    private static Outcome applied(Seen seen) {
        return new Outcome.Applied(seen);
    }

    private static Outcome token(String access) {
        return applied(new Seen.Token(
                SecretText.of(access),
                Optional.of(SecretText.of(access + "_refresh")),
                Optional.empty(),
                Optional.empty()));
    }

    private static Outcome given() {
        return new Outcome.CredentialRejected(Outcome.Credential.GIVEN, UNKNOWN_TOKEN);
    }

    private static Outcome account(boolean deactivated, boolean locked) {
        return applied(new Seen.Account(ANA, false, deactivated, locked, false));
    }

    private String access(CredentialKey key, CredentialBody body) {
        return credentials.means(key, body).held().orElseThrow().access().reveal();
    }

    @Test
    void aPersonWithoutATokenGetsOneFromTheAdministrator() {
        // when
        CredentialBody body = play(OF_ANA, refused(fresh(), 0), call -> switch (call) {
            case MatrixCall.ReadUser ignored -> account(false, false);
            case MatrixCall.LoginAs ignored -> token("puppet");
            default -> throw new AssertionError(call);
        });

        // then
        assertThat(kinds()).containsExactly("ReadUser", "LoginAs");
        assertThat(body.state()).isEqualTo(CredentialState.VALID);
        assertThat(body.generation()).isEqualTo(1);
        assertThat(access(OF_ANA, body)).isEqualTo("puppet");
        assertThat(body.expiresAt()).contains(START.plus(RepairPlanner.PUPPET));
    }

    @Test
    void aThousandRefusalsOfOneTokenAreOneRepair() {
        // given
        CredentialBody body = play(OF_ANA, refused(fresh(), 0), this::puppets);
        CredentialBody repairing = refused(body, 1);
        sent.clear();

        // when
        CredentialBody asked = repairing;
        for (int i = 0; i < 1000; i++) {
            asked = refused(asked, 1);
        }
        CredentialBody repaired = play(OF_ANA, asked, this::puppets);
        CredentialBody late = refused(repaired, 1);

        // then
        assertThat(asked).isEqualTo(repairing);
        assertThat(sent.stream().filter(MatrixCall.LoginAs.class::isInstance)).hasSize(1);
        assertThat(late).isEqualTo(repaired);
        assertThat(repaired.generation()).isEqualTo(2);
    }

    private Outcome puppets(MatrixCall.OfCredential call) {
        return switch (call) {
            case MatrixCall.Refresh ignored -> given();
            case MatrixCall.ReadUser ignored -> account(false, false);
            default -> token("puppet");
        };
    }

    @Test
    void aRefreshTokenIsTriedFirst() {
        // given
        CredentialBody body = play(OF_ANA, refused(fresh(), 0), this::puppets);
        sent.clear();

        // when
        CredentialBody repaired = play(OF_ANA, refused(body, 1), call -> token("refreshed"));

        // then
        assertThat(kinds()).containsExactly("Refresh");
        assertThat(access(OF_ANA, repaired)).isEqualTo("refreshed");
        assertThat(repaired.expiresAt()).isEmpty();
    }

    @Test
    void anAccountThatIsGoneIsMadeAgainWithTheSameId() {
        // when
        CredentialBody body = play(OF_ANA, refused(fresh(), 0), call -> switch (call) {
            case MatrixCall.ReadUser ignored -> applied(new Seen.Absent());
            case MatrixCall.MakeUser make -> {
                assertThat(make.user()).isEqualTo(ANA);
                yield applied(new Seen.AccountMade(true));
            }
            default -> token("puppet");
        });

        // then
        assertThat(kinds()).containsExactly("ReadUser", "MakeUser", "LoginAs");
        assertThat(body.state()).isEqualTo(CredentialState.VALID);
    }

    @Test
    void anAccountThatOnceHadATokenIsMadeAgainEvenWhereNewOnesAreNot() {
        // given: of a token of the configuration, whose fingerprint may be a negative number
        TenantCredentials waiting = new TenantCredentials(
                "ta", SERVER, Optional.of(ADMIN), configuration, Optional::empty, Optional.of(vault), false, book);
        CredentialBody had = refused(fresh(), -5).at(CredentialBody.Step.LOOK);
        CredentialBody never = refused(fresh(), 0).at(CredentialBody.Step.LOOK);

        // when, then
        assertThat(afterAbsence(waiting, had).step()).isEqualTo(CredentialBody.Step.MAKE);
        assertThat(afterAbsence(waiting, never).problem().orElseThrow().reason())
                .isEqualTo("no-account");
    }

    private CredentialBody afterAbsence(TenantCredentials of, CredentialBody body) {
        return RepairLearning.learn(
                        body,
                        of,
                        of.means(OF_ANA, body),
                        new MatrixCall.ReadUser(ANA),
                        applied(new Seen.Absent()),
                        Duration.ofSeconds(1),
                        now)
                .body();
    }

    @Test
    void withoutAKeyFileNobodyGetsAToken() {
        // given: asked for by an instance that is configured in another way
        TenantCredentials keyless = new TenantCredentials(
                "ta", SERVER, Optional.of(ADMIN), configuration, Optional::empty, Optional.empty(), true, book);
        CredentialBody body = refused(fresh(), 0);

        // when
        RepairPlan plan = RepairPlanner.plan(body, keyless.means(OF_ANA, body), now);

        // then
        assertThat(plan).isInstanceOfSatisfying(RepairPlan.Wait.class, wait -> {
            assertThat(wait.body().state()).isEqualTo(CredentialState.SUSPENDED);
            assertThat(wait.body().problem().orElseThrow().reason()).isEqualTo("no-key-file");
        });
    }

    @Test
    void aClosedAccountIsSuspendedAndFoundOpenLater() {
        // when
        CredentialBody body = play(OF_ANA, refused(fresh(), 0), call -> account(true, false));

        // then
        assertThat(body.state()).isEqualTo(CredentialState.SUSPENDED);
        assertThat(body.problem().orElseThrow().reason()).isEqualTo("user-deactivated");

        // when
        now = now.plus(Duration.ofMinutes(11));
        CredentialBody repaired = play(OF_ANA, body, this::puppets);

        // then
        assertThat(repaired.state()).isEqualTo(CredentialState.VALID);
    }

    @Test
    void aUsersRepairThatFindsTheAdministratorRefusedAsksForItsRepairAndWaits() {
        // given
        Outcome refused = new Outcome.CredentialRejected(
                Outcome.Credential.ADMIN, Optional.of(new SentWith(new TokenOwner.Admin(), 7)), false, UNKNOWN_TOKEN);

        // when
        CredentialBody body = play(OF_ANA, refused(fresh(), 0), call -> refused);

        // then
        assertThat(kinds()).containsExactly("ReadUser");
        assertThat(asked.orElseThrow().generation()).isEqualTo(7);
        assertThat(body.state()).isEqualTo(CredentialState.REPAIRING);
        assertThat(body.awaited()).contains(7L);
    }

    @Test
    void anAdministratorLogsInByPasswordOnceTheRefreshTokenIsSpent() {
        // given
        configuration.password = Optional.of(SecretText.of("secret"));
        CredentialBody body = play(OF_ADMIN, refused(fresh(), 0), call -> token("first"));
        sent.clear();

        // when
        CredentialBody repaired = play(
                OF_ADMIN, refused(body, 1), call -> call instanceof MatrixCall.Refresh ? given() : token("second"));

        // then
        assertThat(kinds()).containsExactly("Refresh", "LoginPassword");
        assertThat(((MatrixCall.LoginPassword) sent.getLast()).deviceId()).isEqualTo("OPENMEET_MATRIX_ta");
        assertThat(access(OF_ADMIN, repaired)).isEqualTo("second");
    }

    @Test
    void anAdministratorWithNeitherTokenNorPasswordLeftIsSuspended() {
        // given
        configuration.token = Optional.of("dead");
        long generation = configuration.admin().generation();

        // when
        CredentialBody body = play(OF_ADMIN, refused(fresh(), generation), call -> given());

        // then
        assertThat(kinds()).isEmpty();
        assertThat(body.state()).isEqualTo(CredentialState.SUSPENDED);
        assertThat(body.problem().orElseThrow().errcode()).contains("M_UNKNOWN_TOKEN");

        // when
        configuration.token = Optional.of("corrected");
        now = now.plus(Duration.ofMinutes(11));
        CredentialBody repaired = play(OF_ADMIN, body, call -> applied(new Seen.Self(ADMIN)));

        // then
        assertThat(repaired.state()).isEqualTo(CredentialState.VALID);
        assertThat(repaired.generation()).isEqualTo(configuration.admin().generation());
    }

    @Test
    void aTokenOfSomebodyElseIsNoAdministrators() {
        // given
        configuration.token = Optional.of("of-ana");

        // when
        CredentialBody body = play(OF_ADMIN, refused(fresh(), 1), call -> applied(new Seen.Self(ANA)));

        // then
        assertThat(body.state()).isEqualTo(CredentialState.SUSPENDED);
        assertThat(body.problem().orElseThrow().reason()).isEqualTo("other-user");
    }

    @Test
    void anApplicationServiceIsProbedUntilItsFileIsRight() {
        // given
        configuration.token = Optional.of("wrong");

        // when
        CredentialBody body = play(OF_APPSERVICE, refused(fresh(), 5), call -> given());

        // then
        assertThat(kinds()).containsExactly("WhoAmIWith");
        assertThat(body.state()).isEqualTo(CredentialState.SUSPENDED);

        // when
        configuration.token = Optional.of("wrong again");
        now = now.plus(Duration.ofSeconds(5));
        CredentialBody still = play(OF_APPSERVICE, body, call -> given());
        now = now.plus(Duration.ofSeconds(5));
        play(OF_APPSERVICE, still, call -> given());

        // then: each token is tried once, and then with long pauses only
        assertThat(kinds()).containsExactly("WhoAmIWith", "WhoAmIWith");
        assertThat(still.state()).isEqualTo(CredentialState.SUSPENDED);

        // when
        configuration.token = Optional.of("right");
        now = now.plus(Duration.ofSeconds(5));
        CredentialBody repaired = play(OF_APPSERVICE, still, call -> applied(new Seen.Self(new UserId("bot", SERVER))));

        // then
        assertThat(repaired.state()).isEqualTo(CredentialState.VALID);
    }

    @Test
    void aRepairerWhoseFileIsBehindStopsNobodyElse() {
        // given: all were told of the new token, then an instance took over that reads the old one, and is refused
        configuration.token = Optional.of("new");
        CredentialBody told = play(OF_APPSERVICE, refused(fresh(), 5), call -> applied(new Seen.Self(ANA)));
        Bearer others = configuration.bot();
        configuration.token = Optional.of("old");
        Bearer own = configuration.bot();
        RepairRequest request = new RepairRequest.Refused(own.generation(), REFUSED);

        // when
        CredentialBody doubted = RepairFold.asked(told, request, Optional.of(own.generation()), START);
        CredentialBody body = play(OF_APPSERVICE, doubted, call -> given());

        // then
        assertThat(body.state()).isEqualTo(CredentialState.SUSPENDED);
        book.told(OF_APPSERVICE, Optional.of(body.record(SERVER)));
        ToldBearers bearers = new ToldBearers("ta", configuration, book);
        assertThat(bearers.bot().token()).isEmpty();
        configuration.token = Optional.of("new");
        assertThat(bearers.bot()).isEqualTo(others);
    }

    @Test
    void aRefusalOfAnOlderFileChangesNothingWhereTheFileIsRight() {
        // given
        configuration.token = Optional.of("new");
        CredentialBody told = play(OF_APPSERVICE, refused(fresh(), 5), call -> applied(new Seen.Self(ANA)));
        long right = configuration.bot().generation();

        // when, then
        assertThat(RepairFold.asked(told, new RepairRequest.Refused(5, REFUSED), Optional.of(right), START))
                .isEqualTo(told);
        book.told(OF_APPSERVICE, Optional.of(told.record(SERVER)));
        configuration.token = Optional.of("old");
        assertThat(new ToldBearers("ta", configuration, book).bot().token()).isEmpty();
    }

    @Test
    void underAMatrixAuthenticationServiceItSaysThatAnApplicationServiceIsNeeded() {
        // given
        configuration.password = Optional.of(SecretText.of("secret"));
        Outcome unrecognized = new Outcome.Rejected(
                new Outcome.Failure(404, Optional.of("M_UNRECOGNIZED"), "Unrecognized request"),
                Outcome.Scope.HOMESERVER);

        // when
        CredentialBody body = play(OF_ADMIN, refused(fresh(), 0), call -> unrecognized);

        // then
        assertThat(kinds()).containsExactly("LoginPassword");
        assertThat(body.state()).isEqualTo(CredentialState.SUSPENDED);
        assertThat(body.problem().orElseThrow().reason()).isEqualTo("delegated-logins");
        assertThat(body.problem().orElseThrow().detail()).contains("application service is needed");
    }

    @Test
    void anOutageOrALimitOnlyDelaysAndNoStepIsLost() {
        // given
        configuration.password = Optional.of(SecretText.of("secret"));
        Outcome limited = new Outcome.Retry(
                Optional.of(Duration.ofSeconds(333)),
                Outcome.Scope.SENDER,
                new Outcome.Failure(429, Optional.of("M_LIMIT_EXCEEDED"), "Too Many Requests"));

        // when
        CredentialBody body = play(OF_ADMIN, refused(fresh(), 0), call -> limited);

        // then
        assertThat(body.state()).isEqualTo(CredentialState.REPAIRING);
        assertThat(body.notBefore()).contains(START.plusSeconds(333));
        assertThat(body.step()).isEqualTo(CredentialBody.Step.LOGIN);
    }

    @Test
    void aResetLogsOutAndForgetsAndTheNextRefusalGetsAnother() {
        // given
        CredentialBody body = play(OF_ANA, refused(fresh(), 0), this::puppets);
        sent.clear();

        // when
        CredentialBody reset =
                RepairFold.asked(body, new RepairRequest.Reset("ops", "a leak"), Optional.empty(), START);
        CredentialBody forgotten = play(OF_ANA, reset, call -> applied(new Seen.Done()));

        // then
        assertThat(kinds()).containsExactly("Logout");
        assertThat(forgotten.state()).isEqualTo(CredentialState.FORGOTTEN);
        assertThat(forgotten.tokens()).isEmpty();

        // when
        CredentialBody repaired = play(OF_ANA, refused(forgotten, 1), this::puppets);

        // then
        assertThat(repaired.generation()).isEqualTo(2);
    }

    @Test
    void aTokenThatCameForARepairThatAResetOvertookIsNotKept() {
        // given
        CredentialBody body = play(OF_ANA, refused(fresh(), 0), this::puppets);
        CredentialBody repairing = refused(body, 1);
        CredentialBody reset =
                RepairFold.asked(repairing, new RepairRequest.Reset("ops", "a leak"), Optional.empty(), START);

        // when
        RepairLearning.Learned learned = RepairLearning.learn(
                reset,
                credentials,
                credentials.means(OF_ANA, reset),
                new MatrixCall.LoginAs(ANA, START),
                token("late"),
                Duration.ofSeconds(1),
                now);

        // then
        assertThat(learned.body()).isEqualTo(reset);
    }

    @Test
    void aRetryDoesNotOvertakeTheLogoutOfAReset() {
        // given
        CredentialBody body = play(OF_ANA, refused(fresh(), 0), this::puppets);
        CredentialBody reset =
                RepairFold.asked(body, new RepairRequest.Reset("ops", "a leak"), Optional.empty(), START);

        // when, then
        assertThat(RepairFold.asked(reset, new RepairRequest.Retry("ops"), Optional.empty(), START))
                .isEqualTo(reset);
    }
}
