package net.openmeet.matrix.credential;

import static org.assertj.core.api.Assertions.assertThat;

import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A credential's key reads as it is written, whatever is in a localpart. What isn't one is nobody's. */
class CredentialKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"ta/appservice", "ta/admin", "ta/user/@ana:openmeet.test", "ta/user/@a/b=c:localhost:8448"})
    void aKeyReadsAsItIsWritten(String text) {
        assertThat(CredentialKey.parse(text)).hasToString(text);
    }

    @Test
    void aUsersKeyNamesTheirMatrixId() {
        assertThat(CredentialKey.of("ta", new UserId("ana", "openmeet.test")))
                .hasToString("ta/user/@ana:openmeet.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ta", "/admin", "ta/bot", "ta/user/ana", "ta/user/9", "ta/event/42"})
    void whatIsNoKeyIsNobodys(String text) {
        assertThat(CredentialKey.read(text)).isEmpty();
    }
}
