package net.openmeet.matrix.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.TokenOwner;
import org.junit.jupiter.api.Test;

/**
 * Whoever lacks a token gets one by the first means of the design that works, and the Matrix user id never changes. What no means can
 * repair is suspended, tried again with pauses, and valid again as soon as one works.
 */
class PersonRepairTest extends RepairStage {
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
}
