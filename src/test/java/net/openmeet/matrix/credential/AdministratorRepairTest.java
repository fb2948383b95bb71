package net.openmeet.matrix.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.Seen;
import org.junit.jupiter.api.Test;

/**
 * An administrator whose token is refused gets another by refresh token or password, never faster than the homeserver allows. One who has
 * neither is suspended until the configuration is corrected.
 */
class AdministratorRepairTest extends RepairStage {
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
}
