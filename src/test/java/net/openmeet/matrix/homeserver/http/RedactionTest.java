package net.openmeet.matrix.homeserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of a homeserver are kept short and without tokens. A token at the cut is not shown by half. */
class RedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer abcdef123456",
                "authorization: bearer abcdef123456",
                "syt_YWRh_abcdef123456_0",
                "mat_abcdef123456",
                "access_token=abcdef123456&x=1",
                "as_token: \"abcdef123456\"",
                "the one we sent: s3cr3t.abcdef123456"
            })
    void aTokenIsHidden(String text) {
        assertThat(Redaction.clean(text, List.of("s3cr3t.abcdef123456"))).doesNotContain("abcdef123456");
    }

    @Test
    void whatIsNoTokenStays() {
        // given
        String text = "Application service has not registered this user (@om_u1:localhost.test)";

        // then
        assertThat(Redaction.clean(text, List.of(""))).isEqualTo(text);
    }

    @Test
    void aTokenAtTheCutIsHiddenWhole() {
        assertThat(Redaction.clean("x".repeat(195) + "s3cr3t.abcdef", List.of("s3cr3t.abcdef")))
                .isEqualTo("x".repeat(195) + "[hidd");
    }

    @Test
    void aCharacterIsNotCutInTwo() {
        assertThat(Redaction.clean("x".repeat(199) + "\uD83D\uDE00", List.of())).isEqualTo("x".repeat(199));
    }
}
