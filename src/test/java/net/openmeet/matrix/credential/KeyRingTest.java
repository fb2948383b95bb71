package net.openmeet.matrix.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A key file is a key a line, the first of which encrypts. What isn't a key is said by the number of its line, never by its content.
 */
class KeyRingTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void theFirstKeyEncryptsAndAllAreThere() {
        KeyRing keys = KeyRing.parse(List.of("# rotated in May", "new:" + KEY, "", "  old:" + KEY + "  "));
        assertThat(keys.ids()).containsExactly("new", "old");
        assertThat(keys.first()).isEqualTo("new");
    }

    @Test
    void oneBareLineIsAKey() {
        assertThat(KeyRing.parse(List.of(KEY)).first()).isEqualTo("default");
    }

    @Test
    void itIsNeverShown() {
        assertThat(KeyRing.parse(List.of("new:" + KEY))).hasToString("KeyRing[new]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            ''; expected a key a line, id:base64 of 32 bytes, but there is none
            k1:c2hvcnQ=; line 1: expected 32 bytes in base64, but got 5
            k1:sEcReT!; line 1: expected id:base64, but that isn't base64
            a key:c2hvcnQ=; line 1: expected a key id of letters, digits, . _ -
            """)
    void whatIsNoKeyIsSaidWithoutQuotingIt(String line, String message) {
        assertThatThrownBy(() -> KeyRing.parse(List.of(line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @Test
    void twoKeysOfOneIdAreRefused() {
        assertThatThrownBy(() -> KeyRing.parse(List.of("k1:" + KEY, "k1:" + KEY)))
                .hasMessage("line 2: a key with the id k1 is above");
    }
}
