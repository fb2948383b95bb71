package net.openmeet.matrix.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Seen;
import org.junit.jupiter.api.Test;

/**
 * A reset logs out and forgets a token, and the next refusal gets another. Nothing that was under way or is asked for meanwhile undoes
 * it.
 */
class CredentialResetTest extends RepairStage {
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
