package net.openmeet.matrix.cli;

import static net.openmeet.matrix.cli.CredentialsCluster.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is paged is told what is left to do for each reason of a suspension, and the command that follows. Where nothing is, that is said. */
class CredentialAdviceTest {
    private static final String USER = "north/user/@ana:matrix.openmeet.net";

    @ParameterizedTest
    @CsvSource(textBlock = """
            north/user/@ana:matrix.openmeet.net | user-deactivated | can reactivate it
            north/user/@ana:matrix.openmeet.net | user-locked      | can unlock it
            north/user/@ana:matrix.openmeet.net | no-account       | accounts: create
            north/user/@ana:matrix.openmeet.net | refused          | MATRIX_ADMIN_USER is still a server administrator
            north/user/@ana:matrix.openmeet.net | admin-credential | credentials show north/admin
            north/admin                         | other-user       | isn't that of MATRIX_ADMIN_USER
            north/admin                         | no-credential    | Nothing is configured
            north/admin                         | refused          | MATRIX_ADMIN_PASSWORD
            north/appservice                    | refused          | as_token
            """, delimiter = '|')
    void eachReasonOfASuspensionHasItsAnswer(String key, String reason, String answer) {
        // given
        CredentialKey credential = CredentialKey.parse(key);
        // when
        String advice = CredentialAdvice.of(credential, record(CredentialState.SUSPENDED, 1, Optional.of(reason)));
        // then
        assertThat(advice).contains(answer).endsWith(" Then: credentials retry --credential " + key + " --execute");
    }

    @ParameterizedTest
    @CsvSource({"VALID, ''", "REPAIRING, refused", "REPAIRING, admin-credential", "FORGOTTEN, ''"})
    void whatIsNotSuspendedNeedsNobody(CredentialState state, String reason) {
        // given
        Optional<String> why = Optional.of(reason).filter(word -> !word.isEmpty());
        // when
        String advice = CredentialAdvice.of(CredentialKey.parse(USER), record(state, 1, why));
        // then
        assertThat(advice).startsWith("Nothing").doesNotContain("--execute");
    }
}
